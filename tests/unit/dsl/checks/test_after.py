"""What starts what comes after the grade, and which of its times bind."""

from __future__ import annotations

import pytest

from qarules.dsl.compile import compile_text

TOOL = """
role reviewer "Reviewer"
role moderator "Moderator"
role head "Head"
tool visit "Visit" {
  section seeing "Seeing" { question safe "Is the child safe?" yes or no  question good "Good?" on grades }
  moderation second-look "Moderation" {
    first look by reviewer
    second look by moderator
    compare good
    when good is lowered then PANEL
  }
  escalation panel "A panel decides" { step decide "Decision" { by head } }
}
scale grades "Grades" { fine "Fine"  poor "Poor" }
"""


def found(text):
    return [each.code for each in compile_text(text).diagnostics]


def test_called_by_moderation():
    """An escalation that a moderation calls for is started by it; another one that nothing starts is told."""
    assert found(TOOL.replace("PANEL", "panel")) == []
    assert found(TOOL.replace("PANEL", 'talk "They talk"')) == ["QA321"]


@pytest.mark.parametrize(
    ("times", "codes"),
    [
        ("within 5 working days of start  within 9 working days of end", ["QA323"]),
        ("within 5 working days of start  within 9 working days of end  the later binds", []),
        ("within 5 working days of start  on the same working day as end", ["QA323"]),
        ("at least 3 clear working days after start  within 9 working days of end", []),
        ("at least 3 clear days after start  at least 5 clear days after end  even if closed", ["QA323"]),
    ],
)
def test_which_binds(times, codes):
    """Two last days, or two first days, want a word on which binds; a first and a last day are a span of time."""
    assert found(f'event start "Start"\nevent end "End"\ndeadline done "Done" {{ {times} }}') == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('deadline done "Done" { within 5 working days }', ["QA319"]),
        ('deadline done "Done" { at the earliest opportunity }', []),
        ('role a "A"\nprocess p "P" { step one "One" { by a  within 5 working days } }', []),
    ],
)
def test_counted_from(text, codes):
    """A deadline says what it is counted from; a step is counted from when it can start."""
    assert found(text) == codes


@pytest.mark.parametrize(
    ("times", "messages"),
    [
        ("within 3 clear working days of start", ["is to be done `within` clear days"]),
        ("within 3 working days of start  warn 2 clear working days before", ["warns clear days before"]),
        ("within 3 working days of start  warn 2 working days before", []),
        ("at least 3 clear working days after start  at least 3 clear working days before end", []),
        ("within 48 hours of start", []),
        ("within 48 hours of start  even if closed", []),
        ("within 48 hours of start  if closed, the working day after", ["hours, which no closed day moves"]),
        ("within 48 hours of start  receipt next working day if closed", ["hours, which run from the time of day"]),
        ("within 48 hours of start  pauses from start until end", ["hours, which no pause stops"]),
        (
            "at least 48 hours after start  if closed, the working day before  receipt next working day if closed",
            ["hours, which no closed day moves", "hours, which run from the time of day"],
        ),
        (
            "within 48 hours of start  within 2 days of end  the earlier binds  if closed, the working day after"
            "  receipt next working day if closed  pauses from start until end",
            [],
        ),
        (
            "at least 4 hours after start  on the same working day as start  receipt next working day if closed",
            [],
        ),
    ],
)
def test_nothing_is_said_for_nothing(times, messages):
    """What would change no day is an error: its author counts on it."""
    text = f'event start "Start"\nevent end "End"\ndeadline done "Done" {{ {times} }}'
    reports = compile_text(text).diagnostics
    assert [each.code for each in reports] == ["QA302"] * len(messages)
    assert all(words in each.message for words, each in zip(messages, reports, strict=True))


def test_fields_in_words():
    """A field that a record does not have is looked for in the record, and only fields are suggested."""
    record = 'record child "Child" { question open "Open?" yes or no }'
    text = record + '\nsample s "S" { from child  choose 1 where zzz is yes }'
    (report,) = compile_text(text).diagnostics
    assert report.message == "there is no `zzz` in the record `child`"
    assert report.help == "here that can only be `open`"


def test_a_parameter_that_is_a_time_says_in_which_unit():
    """Otherwise every case would be left without a date."""
    text = 'event e "E" deadline d "D" { within k of e } parameter k "K" { UNIT is 3 }'
    assert found(text.replace("UNIT", "")) == ["QA319"]
    assert found(text.replace("UNIT", "in working days")) == []


def test_rows_have_their_dates():
    """What moves or announces a counted time has nothing to act on in a deadline of rows."""
    text = """
    tool t "T" { section s "S" { question acts "Actions" table { what text, by date } }
      deadline done "Done" { for each row of acts by its by EXTRA } }
    """
    assert found(text.replace("EXTRA", "")) == []
    assert found(text.replace("EXTRA", "warn at 75% even if closed")) == ["QA302", "QA302"]
