"""
How values are written down as whole numbers, so that counting is adding.

A band or grade is one in a field of its rank, so that the sum of many holds, field by field, how many there are of
each; a choice is one bit of its own, yes the second bit and no the first. Not applicable is 0 for all of these, and
None for numbers, dates, texts and tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from qarules.engine.compiled.program import Among, Asked, Graded, Program, Reckoned, Ref
from qarules.frozen import frozen
from qarules.model.answers import NOT_APPLICABLE
from qarules.model.tool import Number, OneOf, OnScale, YesNo

ABSENT = 0
YES, NO = 2, 1


@frozen
class Layout:
    """
    The fields of counts.

    Attributes:
        width: Bits of a field: enough for the largest count, and one more than that is never reached.
    """

    width: int

    @property
    def field(self) -> int:
        """The bits of the lowest field."""
        return (1 << self.width) - 1

    def code(self, rank: int) -> int:
        """A band or grade of that rank."""
        return 1 << self.width * rank

    def mask(self, ranks: Iterable[int]) -> int:
        """The fields of *ranks*."""
        return sum(self.field << self.width * rank for rank in ranks)


def layout(program: Program) -> Layout:
    """The layout with room for any count over values of *program*, each taken once."""
    return Layout(width=(len(program.values) + 1).bit_length())


def is_finite(value: Asked | Reckoned | Graded) -> bool:
    """Whether *value* is written as fields or bits, 0 for not applicable."""
    return isinstance(value, Graded) or (
        isinstance(value, Asked) and isinstance(value.item.answer, OnScale | YesNo | OneOf)
    )


def codes(asked: Asked, layout: Layout, ranks: dict[str, int]) -> dict[object, int]:
    """
    How plain answers to an item are written; True and False are read beside it.

    Args:
        ranks: The bands of its scale with their ranks; empty for another kind of item.
    """
    item = asked.item
    table: dict[object, int] = {}
    match item.answer:
        case OnScale():
            table.update((str(band), layout.code(rank)) for band, rank in ranks.items())
        case OneOf(choices=choices):
            table.update((str(choice.id), 1 << place) for place, choice in enumerate(choices))
        case _:
            table.update(yes=YES, no=NO)
    if item.may_not_apply is not None or item.optional:
        table[NOT_APPLICABLE] = ABSENT
    if item.may_not_apply is not None and item.may_not_apply.called:
        table[str(item.may_not_apply.called)] = ABSENT
    return table


def codes_of(ref: Ref, program: Program, layout: Layout) -> list[tuple[int, int | str | bool]]:
    """How the values of an item or judgement are written, each with what it is: a rank, a choice, yes or no."""
    scale = program.scales.get(ref)
    if scale is not None:
        return [(layout.code(grade.rank), grade.rank) for grade in scale.grades]
    asked = program.values[ref]
    assert isinstance(asked, Asked)
    if isinstance(asked.item.answer, OneOf):
        return [(1 << place, choice.id) for place, choice in enumerate(asked.item.answer.choices)]
    return [(NO, False), (YES, True)]


def bits_among(test: Among, program: Program, layout: Layout) -> int:
    """The bits of the values that fulfil a test of one thing."""
    found = [code for code, value in codes_of(test.ref, program, layout) if (value in test.values) is not test.fails]
    return sum(layout.field * code if test.ref in program.scales else code for code in found)


def grid(number: Number, most: int) -> tuple[Fraction, ...]:
    """The numbers that may be answered, where they are no more than *most*; empty where they are."""
    if number.low is None or number.high is None:
        return ()
    count = (number.high - number.low) // number.step + 1
    return tuple(number.low + place * number.step for place in range(count)) if count <= most else ()
