"""What the terms of a case are settled against: its calendar, numbers and pauses; and what of those cannot be used."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

import attrs

from qarules.engine.happened import routes
from qarules.engine.local_time import is_naive, is_outside, local_day
from qarules.engine.parameters import settled
from qarules.engine.term_values import Clock
from qarules.engine.values import did_you_mean, shown
from qarules.model.activity import Parameter
from qarules.model.case import Case, Pause, When
from qarules.model.outcome import Problem
from qarules.model.pack import Pack


def clock_of(pack: Pack, case: Case, as_of: When) -> tuple[Clock, tuple[Problem, ...]]:
    """
    The clock of *case* on the day of *as_of*, and a problem for each thing that it tells and that cannot be used.

    A number out of its bounds counts as left open: a time that the framework does not allow is not counted.
    """
    numbers = settled(pack, case.parameters)
    unfit = {problem.thing for problem in numbers.problems}
    values = {setting.parameter: setting.value for setting in numbers.settings if setting.parameter not in unfit}
    parameters = {p.id: attrs.evolve(p, value=values.get(p.id)) for p in pack.parameters}
    problems = list(numbers.problems)
    pauses = tuple(_pauses(pack, case, problems))
    standard = pack.standard
    clock = Clock(
        today=local_day(as_of),
        calendars=pack.calendars,
        calendar=standard.calendar if standard is not None else "",
        local=standard is not None and standard.local,
        closures=tuple(sorted(_days(case.closures, "closures", problems))),
        parameters=parameters,
        pauses=pauses,
    )
    return clock, tuple(problems)


def _pauses(pack: Pack, case: Case, problems: list[Problem]) -> Iterator[Pause]:
    names = {**{d.id: d.id for d in pack.deadlines}, **{old: d.id for d in pack.deadlines for old in d.formerly}}
    steps = {f"{route.id}/{step.id}" for route in routes(pack) for step in route.steps}
    known = {*names, *steps, *(route.id for route in routes(pack))}
    for pause in case.pauses:
        for name in pause.of:
            if name not in known:
                message = f"`{name}` is nothing that a pause can stop"
                problems.append(Problem(thing=name, message=message, given=name, allowed=did_you_mean(name, known)))
        given = [pause.start] if pause.until is None else [pause.start, pause.until]
        days = list(_days(given, "pauses", problems))
        if len(days) < len(given):
            continue
        if days[-1] < days[0]:
            message = f"a pause from {days[0].isoformat()} ends before it begins"
            problems.append(Problem(thing="pauses", message=message, given=days[-1].isoformat()))
            continue
        until = days[1] if pause.until is not None else None
        yield Pause(start=days[0], until=until, of=tuple(names.get(name, name) for name in pause.of))


def _days(given: Iterable[object], thing: str, problems: list[Problem]) -> Iterator[datetime.date]:
    """The days among *given*, each once for a day; what is none is a problem."""
    for when in given:
        if not isinstance(when, datetime.date) or is_naive(when) or is_outside(when):
            message = f"`{shown(when)}` is no day"
            problems.append(Problem(thing=thing, message=message, given=shown(when), allowed="a date"))
        else:
            yield local_day(when)


def parameters_in(pack: Pack, names: Iterable[str]) -> tuple[Parameter, ...]:
    """The parameters of those *names*, in the order of the pack."""
    wanted = set(names)
    if not wanted:
        return ()
    return tuple(parameter for parameter in pack.parameters if parameter.id in wanted)
