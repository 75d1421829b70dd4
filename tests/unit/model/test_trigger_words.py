"""What something after the grade waits for, in the words of the language."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qarules.model.condition import At, Comparison, Is, ItemsIn, Named, Quantity, Reference, SectionsBy
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Way
from qarules.model.trigger_words import trigger_words
from qarules.model.words import ALL, ANY, NONE


def at_least(amount):
    return Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(amount))


HALF = Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1, 2), share=True)
MORE = Quantity(comparison=Comparison.MORE_THAN, amount=Fraction(2, 5), share=True)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (AnythingDiffers(), "anything differs"),
        (AnythingDiffers(nothing=True), "nothing differs"),
        (Differs(thing="final-judgement"), "final-judgement differs"),
        (
            Differs(thing="final-judgement", way=Way.LOWERED, steps=2),
            "final-judgement is lowered by at least 2 steps",
        ),
        (Differs(thing="final-judgement", way=Way.LIFTED), "final-judgement is lifted"),
        (Raised(by=("reviewer", "practitioner")), "raised by reviewer, practitioner"),
        (Overdue(deadline="moderation-done"), "moderation-done is overdue"),
        (Happens(event="complaint"), "complaint happens"),
        (Holds(when=Is(thing=Reference(name="safe"), at=At(step="no"))), "safe is no"),
        (CountDiffers(quantity=at_least(3), of=ItemsIn(), steps=2), "at least 3 criteria differ by at least 2 steps"),
        (
            CountDiffers(quantity=at_least(3), of=ItemsIn(sections=("assessment",)), steps=2),
            "at least 3 criteria in assessment differ by at least 2 steps",
        ),
        (CountDiffers(quantity=ANY, of=ItemsIn()), "any criterion differs"),
        (CountDiffers(quantity=NONE, of=ItemsIn()), "no criterion differs"),
        (CountDiffers(quantity=ALL, of=ItemsIn(sections=("a", "b"))), "all criteria in a, b differ"),
        (CountDiffers(quantity=HALF, of=Named(names=("a", "b"))), "at least half of a, b differ"),
        (CountDiffers(quantity=NONE, of=Named(names=("a", "b"))), "none of a, b differ"),
        (CountDiffers(quantity=ALL, of=SectionsBy()), "every section differs"),
        (CountDiffers(quantity=NONE, of=SectionsBy(judgement="suggests")), "no section by suggests differs"),
        (CountDiffers(quantity=MORE, of=SectionsBy()), "more than 40% sections differ"),
        (CountDiffers(quantity=at_least(2), of=SectionsBy()), "at least 2 sections differ"),
    ],
)
def test_words(trigger, words):
    assert trigger_words(trigger) == words
