"""Dashboards: how many audits came to which grade, and what is never added together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from qarules.analytics.summary import NOBODYS, UNKNOWN, Entry, counts, table
from qarules.codec.reading import converter
from qarules.model.answers import Decision, Status
from qarules.model.moderation import Delta, Moderated, Standing
from qarules.model.outcome import Judged, Missing, Outcome, Why
from qarules.model.plain import plain
from qarules.model.scale import Grade

GRADES = tuple(
    Grade(id=name, title=name.capitalize(), rank=rank)
    for rank, name in enumerate(("inadequate", "requires-improvement", "good", "outstanding"))
)
BY_ID = {grade.id: grade for grade in GRADES}
DEFICIT = "A deficit audit: it does not represent practice across the service."


def outcome_of(*judgements, missing=(), tool="audit"):
    """An outcome with the given results."""
    return Outcome(
        tool=tool,
        title="Audit",
        version="1",
        digest="",
        standard="house",
        on=None,
        library="",
        judgements=judgements,
        measures=(),
        watched=(),
        dates={},
        tables=(),
        missing=tuple(Missing(thing=name, title=name, why=Why.DECISION) for name in missing),
        hidden=(),
        ignored=(),
        problems=(),
    )


def judged(name, grade, **more):
    """A result; its section is what follows the name."""
    final = BY_ID.get(grade, Status.NOT_APPLICABLE if grade == "not-applicable" else None)
    return Judged(id=name, title=name.split("/")[0], section=name.partition("/")[2], final=final, **more)


def shown(rows):
    return [(row.judgement, tuple(row.labels.values()), row.grade, row.n, row.of) for row in rows]


def test_counts_by_judgement_and_grade():
    """A row for each grade that occurs, best first, what is not known yet last, each with n and of how many."""
    finals = ("good", "inadequate", "good", "", "outstanding", "not-applicable")
    rows = counts([Entry(outcome=outcome_of(judged("grade", final))) for final in finals])
    assert shown(rows) == [
        ("grade", (), "outstanding", 1, 6),
        ("grade", (), "good", 2, 6),
        ("grade", (), "inadequate", 1, 6),
        ("grade", (), "not-applicable", 1, 6),
        ("grade", (), UNKNOWN, 1, 6),
    ]
    assert {row.tool for row in rows} == {"house/audit"}


def test_counts_by_labels_and_section():
    """Each value of a label, and each section, is counted by itself; what an audit does not say stays empty."""
    one = outcome_of(judged("each/a", "good"), judged("each/goal/1", "good"), judged("each/goal/2", "inadequate"))
    entries = [Entry(outcome=one, labels={"period": "May"}), Entry(outcome=one)]
    assert shown(counts(entries, by=("period", "section"))) == [
        ("each", ("", "a"), "good", 1, 1),
        ("each", ("", "goal"), "good", 1, 2),
        ("each", ("", "goal"), "inadequate", 1, 2),
        ("each", ("May", "a"), "good", 1, 1),
        ("each", ("May", "goal"), "good", 1, 2),
        ("each", ("May", "goal"), "inadequate", 1, 2),
    ]
    with pytest.raises(ValueError, match="no audit is labelled with `perod`"):
        counts(entries, by=("perod",))
    assert counts([], by=("perod",)) == ()


def test_special_modes_and_tools_stay_apart():
    """A deficit audit is never added to others, nor one tool's grades to another's."""
    good = outcome_of(judged("grade", "good"))
    other = outcome_of(judged("grade", "good"), tool="other")
    rows = counts([Entry(outcome=good), Entry(outcome=good, mode=DEFICIT), Entry(outcome=other)])
    assert [(row.tool, row.mode, row.n, row.of) for row in rows] == [
        ("house/audit", "", 1, 1),
        ("house/audit", DEFICIT, 1, 1),
        ("house/other", "", 1, 1),
    ]


def test_a_suggestion_is_no_grade():
    """What is only suggested is counted where it is asked for, and says so; what waits for a decision is not known."""
    outcome = outcome_of(
        judged("grade", "good", decided=Decision("good")), judged("suggests", "inadequate", shown_after="grade")
    )
    assert [row.judgement for row in counts([Entry(outcome=outcome)])] == ["grade"]
    rows = counts([Entry(outcome=outcome)], suggestions=True)
    assert [(row.judgement, row.official) for row in rows] == [("grade", True), ("suggests", False)]
    assert "suggests (suggested, not official)" in table(rows)
    undecided = outcome_of(judged("grade", "good", suggested=BY_ID["good"]), missing=("grade",))
    assert shown(counts([Entry(outcome=undecided)])) == [("grade", (), UNKNOWN, 1, 1)]


def moderated(first, second, *standing, again="good", third=None):
    """An audit moderated so; *again* is what the second look came to in every judgement."""
    deltas = tuple(
        Delta(thing=each.judgement, title="", kind="judgement", second=BY_ID.get(again, again or None), third=third)
        for each in standing
    )
    return Moderated(
        moderation="m",
        tool="audit",
        title="M",
        first=first,
        second=second,
        third=third and first,
        deltas=deltas,
        standing=standing,
    )


def stands(judgement, grade, whose):
    return Standing(judgement=judgement, grade=BY_ID.get(grade), whose=whose, text="")


def test_the_grade_that_stands_is_counted():
    """Of a moderated audit the grade that stands is counted, with whose it is; the rest is not called moderated."""
    first = outcome_of(judged("grade", "good"), judged("other", "good"))
    second = outcome_of(judged("grade", "inadequate"))
    entries = [
        Entry(outcome=first),
        Entry(outcome=first, moderated=moderated(first, second, stands("grade", "inadequate", "second"))),
        Entry(outcome=first, moderated=moderated(first, second, stands("grade", "", ""))),
    ]
    rows = counts(entries)
    assert [(row.judgement, row.moderated, row.grade, row.whose, row.n, row.of) for row in rows] == [
        ("grade", False, "good", "", 1, 1),
        ("grade", True, "inadequate", "second", 1, 2),
        ("grade", True, UNKNOWN, NOBODYS, 1, 2),
        ("other", False, "good", "", 3, 3),
    ]


@pytest.mark.parametrize(
    ("again", "third", "whose", "is_moderated"),
    [
        ("", None, "first", False),
        ("", None, "", False),
        ("", None, "agreed", True),
        ("", None, "decided", True),
        ("", BY_ID["good"], "third", True),
        ("inadequate", None, "first", True),
        (Status.NOT_APPLICABLE, None, "first", True),
    ],
)
def test_a_second_look_without_a_grade_moderates_nothing(again, third, whose, is_moderated):
    """A judgement that only the first look graded is counted as such, never with those that were moderated."""
    first, second = outcome_of(judged("grade", "good")), outcome_of(judged("grade", ""))
    came = moderated(first, second, stands("grade", "good" if whose else "", whose), again=again, third=third)
    (row,) = counts([Entry(outcome=first, moderated=came)])
    assert (row.moderated, row.grade, row.whose) == (is_moderated, "good", whose if is_moderated else "")


@pytest.mark.parametrize(
    ("whose", "waiting", "grade"),
    [
        ("first", "first", UNKNOWN),
        ("first", "second", "good"),
        ("second", "second", UNKNOWN),
        ("both", "second", "good"),
        ("both", "both", UNKNOWN),
        ("decided", "both", "good"),
        ("agreed", "both", "good"),
    ],
)
def test_a_look_that_waits_for_its_decision_has_no_grade_to_stand(whose, waiting, grade):
    """What stands is a grade only where the look it is of was decided, or people agreed or decided."""
    looks = {
        look: outcome_of(judged("grade", "good"), missing=("grade",) if waiting in (look, "both") else ())
        for look in ("first", "second")
    }
    entry = Entry(
        outcome=looks["first"], moderated=moderated(looks["first"], looks["second"], stands("grade", "good", whose))
    )
    assert [row.grade for row in counts([entry])] == [grade]


def test_a_table():
    """Rows as plain text, with what a mode has to say under it in full; nothing for no rows."""
    outcome = outcome_of(judged("grade", "good"))
    entries = [
        Entry(outcome=outcome, labels={"period": "May"}),
        Entry(outcome=outcome, labels={"period": "May"}, mode=DEFICIT),
        Entry(outcome=outcome, moderated=moderated(outcome, outcome, stands("grade", "good", "both"))),
    ]
    assert table(counts(entries, by=("period",))) == (
        "judgement  period    grade  moderated  n  of  note\n"
        "grade      not said  good   yes: both  1  1\n"
        "grade      May       good   no         1  1\n"
        "grade      May       good   no         1  1   (1)\n"
        "\n"
        f"(1) {DEFICIT}\n"
    )
    assert table(()) == ""
    two = counts([Entry(outcome=outcome), Entry(outcome=outcome_of(judged("grade", "good"), tool="other"))])
    assert table(two).splitlines()[0].split() == ["tool", "judgement", "grade", "moderated", "n", "of"]


entries = st.lists(
    st.builds(
        lambda finals, period, mode, standing: Entry(
            outcome=(outcome := outcome_of(*(judged(f"each/{section}", final) for section, final in finals.items()))),
            labels={"period": period} if period else {},
            mode=mode,
            moderated=standing and moderated(outcome, outcome, stands("each/a", standing, "decided")),
        ),
        st.dictionaries(st.sampled_from("ab"), st.sampled_from([*BY_ID, "not-applicable", ""])),
        st.sampled_from(["", "April", "May"]),
        st.sampled_from(["", DEFICIT]),
        st.sampled_from([None, "good", "inadequate"]),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=100)
@given(
    entries, st.sampled_from([(), ("section",), ("period",), ("period", "section")]), st.randoms(use_true_random=False)
)
def test_counts_are_a_recount(entries, by, random):
    """Every number is what counting one by one comes to, in whatever order the audits stand."""
    entries = [*entries, Entry(outcome=outcome_of(), labels={"period": "May"})]
    told = Counter()
    for entry in entries:
        for result in entry.outcome:
            stands = entry.moderated is not None and result.id == "each/a"
            grade = entry.moderated.standing[0].grade if stands else result.final
            place = {"section": result.id[-1], "period": entry.labels.get("period", "")}
            told[tuple(place[name] for name in by), entry.mode, stands, str(grade) if grade else UNKNOWN] += 1
    rows = counts(random.sample(entries, len(entries)), by=by)
    assert {(tuple(row.labels.values()), row.mode, row.moderated, row.grade): row.n for row in rows} == told
    for row in rows:
        alike = [
            other
            for other in rows
            if (other.labels, other.mode, other.moderated) == (row.labels, row.mode, row.moderated)
        ]
        assert row.of == sum(other.n for other in alike)
    assert rows == counts(entries, by=by)


def test_rows_go_to_plain_data():
    """A row is what plain data can hold, there and back."""
    for row in counts([Entry(outcome=outcome_of(judged("grade", "good")), labels={"period": "May"})], by=("period",)):
        assert converter().structure(plain(row), type(row)) == row
