"""What is told of grades between two versions, and what is not called proved."""

from __future__ import annotations

import datetime

import attrs
import pytest

from qarules import QaError, compile_text, diff
from qarules.model.difference import Category
from qarules.model.planning import Regraded
from qarules.versions.grades import Verdict

TEXT = """qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale grades "Grades" { good "Good" fair "Fair" poor "Poor" }
tool visit "Visit" {
  section seeing "Seeing" {
    criterion voice "Voice" judged on bands { clear "A." some "B." limited "C." }
    criterion plan "Plan" judged on bands { clear "A." some "B." limited "C." }
    question hours "Hours" number from 0 optional
  }
  judgement overall "Overall" on grades {
    give good when all are clear
    give fair when none are limited
  }
}
"""


def pack(*changes):
    text = TEXT
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in text
        text = text.replace(before, after)
    compiled = compile_text(text)
    assert not compiled.errors, "\n".join(map(str, compiled.errors))
    return compiled.pack


def rules(old, new, **given):
    return [(each.rule, each.thing) for each in diff(old, new, **given).of(Category.GRADES)]


def test_in_other_words():
    """A rule that says the same in other words breaks nothing: that is proved."""
    assert rules(pack(), pack("all are clear", "voice is clear and plan is clear")) == []


def test_a_limit_bounds_what_a_person_may_decide():
    """No suggested grade is another for a limit above what is given, and yet it is told with the grades."""
    limited = pack("give fair when none are limited", "no better than fair when voice is not clear intended")
    both = pack(
        "give fair when none are limited",
        "no better than fair when voice is not clear intended\n no better than poor when voice is limited",
    )
    assert ("limit-added", "visit/overall") in rules(limited, both)


def test_a_limit_in_other_words():
    """That limits bound all audits alike is proved of what may be decided, too."""
    limited = "give fair when none are limited", "no better than fair when voice is not clear intended"
    reworded = limited[0], "no better than fair when not voice is clear and voice is applicable intended"
    old, new = pack(*limited), pack(*reworded)
    assert rules(old, new) == []
    assert [each.rule for each in diff(old, new).differences] == ["rule-reworded"]
    decided = 'overall "Overall" on grades {\n    give good when all are clear', 'overall "Overall" on grades {'
    old, new = pack(*limited, *decided), pack(*reworded, *decided)
    assert rules(old, new) == []
    always = pack(limited[0], "no better than fair when voice is applicable intended", *decided)
    assert rules(old, always) == [("limit-changed", "visit/overall")]


def test_repeated_sections():
    """They are looked at with one instance, which proves nothing of more."""
    repeated = pack(
        "section seeing", 'section goal "Goals" repeated { question met "Met?" yes or no }\n section seeing'
    )
    reworded = pack(
        "section seeing", 'section goal "Goals" repeated { question met "Met?" yes or no }\n section seeing',
        "all are clear", "all are clear or goal has at least 7 instances",
    )  # fmt: skip
    assert rules(repeated, reworded) == [("rule-changed", "visit/overall")]


def test_days_from_which_something_counts():
    """Each day from which a version counts something more is looked at, and told where it is another."""
    later = pack("judged on bands { clear", "judged on bands, counted from 1 May 2027 { clear")
    with pytest.raises(QaError, match=r"the tool `visit` has something dated"):
        diff(later, pack())
    on = datetime.date(2027, 1, 1)
    early = diff(later, pack("give fair when none are limited", ""), on=on)
    assert early.of(Category.GRADES)
    dated = "scale bands", 'standard house "House" { version "1" in force from 1 January 2027 }\nscale bands'
    counted = "judged on bands { clear", "judged on bands, counted from 1 May 2027 { clear"
    told = [
        (each.on, each.before, each.after)
        for each in diff(pack(*dated, *counted), pack(*dated)).differences
        if each.rule == "regraded"
    ]
    assert told
    assert {day for day, *_ in told} == {on}


def test_too_many_to_look_at():
    """Where it cannot be told whether audits change grade, that is said, and it breaks."""
    (old,) = pack().tools
    verdict = Verdict(old, old, {None: (Regraded(judgement="overall", changes=(), audits=10**9, decided=False),)})
    (found,) = verdict.differences()
    assert (found.category, found.rule) == (Category.GRADES, "not-proved")
    assert found.message == (
        "`visit/overall`: whether audits get another grade cannot be told: there are too many to look at"
    )
    assert not verdict._unmoved


def test_answers_without_end():
    """How many audits change is told only where they can be counted."""
    old = pack("give fair", "give fair when hours is at least 5\n    give fair")
    new = pack("give fair", "give fair when hours is at least 9\n    give fair")
    (found,) = [each for each in diff(old, new).differences if each.regrade is not None]
    assert found.message.startswith("`visit/overall`: some audits go from fair to poor")


def test_renamed_everywhere():
    """An item, a judgement and a band's tool under other ids, in every rule: nothing but that is told."""
    new = pack(
        'criterion voice "Voice" judged on bands', 'criterion heard "Voice" judged on bands formerly voice',
        "judgement overall", "judgement suggests",
        'suggests "Overall" on grades', 'suggests "Overall" on grades formerly overall',
        "all are clear", "heard is clear and plan is clear",
    )  # fmt: skip
    old = pack("all are clear", "voice is clear and plan is clear")
    found = diff(old, new)
    assert [(each.rule, each.before, each.after) for each in found.differences] == [
        ("renamed", "overall", "suggests"),
        ("renamed", "voice", "heard"),
    ]
    assert attrs.evolve(found, differences=()).of(*Category) == ()
