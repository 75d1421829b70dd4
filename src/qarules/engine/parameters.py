"""The numbers a framework leaves open or bounds, with what an adopting body sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from qarules.engine.sources import cited, interpretations
from qarules.engine.values import did_you_mean, is_endless, shown
from qarules.model.activity import Parameter
from qarules.model.bounds import broken_bounds
from qarules.model.draw import Setting, Settled
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.plain import number_text


def settled(pack: Pack, given: Mapping[str, int | Fraction] | None = None) -> Settled:
    """
    Every parameter of *pack* with its value, and a problem for each value that breaks a bound.

    A value out of bounds is told as it is: a fact such as the number of mentees does not go away by being too high.
    A bound that is another parameter binds once that one is set.

    Args:
        given: By parameter, what the adopting body sets or what is so.

    Source:
        CCUO Tool F 3 and 4 (blanks of the agreement), section 3 Types (at most 4 mentees to a mentor).
    """
    given = given or {}
    if not hasattr(given, "items"):
        message = f"`given` has to be a mapping by parameter, not {type(given).__name__}"
        raise TypeError(message)
    parameters = {parameter.id: parameter for parameter in pack.parameters}
    values = {name: parameter.value for name, parameter in parameters.items()}
    values |= {name: _number(value) for name, value in given.items() if name in parameters}
    problems = [*_unusable(given, parameters)]
    for parameter in pack.parameters:
        problems += _broken(parameter, values)
    return Settled(
        settings=tuple(
            Setting(
                parameter=str(parameter.id),
                title=parameter.title,
                value=values[parameter.id],
                given=parameter.id in given,
                clauses=cited(parameter.cites),
                span=parameter.span,
            )
            for parameter in pack.parameters
        ),
        problems=tuple(problems),
        rests_on=interpretations(cited(*(parameter.cites for parameter in pack.parameters)), pack),
        changes=pack.changes,
    )


def whole(pack: Pack, count: int | str, given: Mapping[str, int | Fraction]) -> tuple[int | None, tuple[Problem, ...]]:
    """*count*, or the value of the parameter it names; None where that is open or no number of things, with why."""
    if isinstance(count, int):
        return count, ()
    every = settled(pack, given)
    value = every[count]
    if value is None:
        unset = Problem(thing=str(count), message=f"`{count}` is left open", allowed="set it with the parameters")
        return None, (*every.problems, unset)
    if value < 0 or value.denominator != 1:
        text = number_text(value)
        unfit = Problem(thing=str(count), message=f"`{count}` cannot be `{text}`", given=text, allowed="a whole number")
        return None, (*every.problems, unfit)
    return int(value), every.problems


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction) or is_endless(value):
        return None
    return Fraction(value)


def _unusable(given: Mapping[str, object], parameters: Mapping[str, Parameter]) -> Iterator[Problem]:
    """What is no parameter, or no number."""
    for name, value in sorted(given.items(), key=lambda pair: str(pair[0])):
        if name not in parameters:
            message = f"`{name}` is no parameter of this pack"
            yield Problem(thing=str(name), message=message, given=shown(value), allowed=did_you_mean(name, parameters))
        elif _number(value) is None:
            message = f"`{name}` cannot be `{shown(value)}`"
            yield Problem(thing=name, message=message, given=shown(value), allowed="a whole number or a fraction")


def _broken(parameter: Parameter, values: Mapping[str, Fraction | None]) -> Iterator[Problem]:
    """The bounds that the value of *parameter* breaks."""
    for allowed in broken_bounds(parameter, values):
        text = number_text(values[parameter.id] or Fraction(0))
        yield Problem(thing=str(parameter.id), message=f"`{parameter.id}` is {text}", given=text, allowed=allowed)
