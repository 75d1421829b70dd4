"""Every test and number of a program, outside in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.engine.compiled.program import (
    All,
    Any,
    Asked,
    Fold,
    Graded,
    Held,
    Numeric,
    Plus,
    Program,
    ReadOff,
    Reckoned,
    Test,
    Times,
)


def tests_in(program: Program) -> Iterator[Test]:
    """Every test of *program*."""
    for value in program.values:
        match value:
            case Asked(when=when) if when is not None:
                yield from parts_of(when)
            case Graded():
                for _, test in value.rules:
                    yield from parts_of(test)
            case _:
                pass
    for _, test in program.watched:
        yield from parts_of(test)


def parts_of(test: Test) -> Iterator[Test]:
    """*test* and everything it is made of."""
    yield test
    if isinstance(test, All | Any):
        for part in test.parts:
            yield from parts_of(part)


def numbers_in(program: Program) -> Iterator[Numeric]:
    """Every number of *program*."""
    for value in program.values:
        if isinstance(value, Reckoned):
            yield from numbers_of(value.number)
    for test in tests_in(program):
        if isinstance(test, Held):
            yield from numbers_of(test.number)


def numbers_of(number: Numeric) -> Iterable[Numeric]:
    """*number* and everything it is made of."""
    yield number
    match number:
        case Plus(parts=parts):
            for part in parts:
                yield from numbers_of(part)
        case Times(part=part) | ReadOff(of=part):
            yield from numbers_of(part)
        case Fold(members=members):
            for member in members:
                yield from numbers_of(member.number)
        case _:
            pass
