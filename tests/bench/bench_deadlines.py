"""What a deadline costs: its arithmetic alone, a whole timetable, and the next steps of a case."""

from __future__ import annotations

import datetime

import pytest
import times

from qarules.engine.deadlines import deadlines
from qarules.engine.next_steps import next_steps
from qarules.engine.term_values import Clock, Start
from qarules.engine.terms import settle
from qarules.engine.tracker import actions
from qarules.model.case import Pause
from qarules.model.term import TermUnit

START = Start(day=times.EVENT)
PAUSE = Pause(start=datetime.date(2026, 12, 14), until=datetime.date(2026, 12, 18))


@pytest.mark.parametrize("unit", [TermUnit.WORKING_DAYS, TermUnit.MONTHS])
@pytest.mark.parametrize("pauses", [(), (PAUSE,)])
def bench_a_term(benchmark, unit, pauses):
    clock = Clock(today=START.day, calendars=(times.CALENDAR,), calendar="c", pauses=pauses)
    benchmark(settle, times.term(unit), lambda of: START, clock)


@pytest.mark.parametrize("count", [20, 200, 2_000])
def bench_a_timetable(benchmark, count):
    benchmark(times.timetable(count))


@pytest.mark.parametrize("tell", [deadlines, next_steps])
def bench_a_case_of_north_somerset(benchmark, tell):
    benchmark(times.case_told(tell))


def bench_the_actions_of_thirty_cases(benchmark):
    pack, case = times.north_somerset()
    benchmark(actions, pack, [(str(number), case) for number in range(30)], datetime.date(2026, 4, 1))
