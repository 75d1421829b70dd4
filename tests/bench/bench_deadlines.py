"""What a deadline costs: its arithmetic alone, and a whole timetable."""

from __future__ import annotations

from datetime import date

import pytest

from qarules.engine.deadlines import deadlines
from qarules.engine.term_values import Clock, Start
from qarules.engine.terms import settle
from qarules.model.calendar import Calendar
from qarules.model.case import Case, Pause
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Event
from qarules.model.standard import Standard
from qarules.model.term import From, Length, Term, TermUnit, Within

CALENDAR = Calendar(id="c", title="C")
START = Start(day=date(2026, 12, 10))


def term(unit: TermUnit) -> Term:
    return Term(timings=(Within(length=Length(count=15, unit=unit), of=From(name="event")),))


@pytest.mark.parametrize("unit", [TermUnit.WORKING_DAYS, TermUnit.MONTHS])
@pytest.mark.parametrize("pauses", [(), (Pause(start=date(2026, 12, 14), until=date(2026, 12, 18)),)])
def bench_a_term(benchmark, unit, pauses):
    clock = Clock(today=START.day, calendars=(CALENDAR,), calendar="c", pauses=pauses)
    benchmark(settle, term(unit), lambda of: START, clock)


def bench_a_timetable_of_twenty(benchmark):
    pack = Pack(
        name="p",
        standard=Standard(id="s", title="S", calendar="c"),
        calendars=(CALENDAR,),
        events=(Event(id="event", title="Event"),),
        deadlines=tuple(Deadline(id=f"d{n}", title="D", term=term(TermUnit.WORKING_DAYS)) for n in range(20)),
    )
    case = Case(events={"event": date(2026, 12, 10)})
    benchmark(deadlines, pack, case, date(2026, 12, 20))
