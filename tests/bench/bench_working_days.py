"""
What counting working days costs.

Wanted: add and between within 200 ns, 250 days within 1.3 times one day, a calendar of 70 years built within 5 ms, a
million rows within 3 times `numpy.busday_offset`.
"""

from __future__ import annotations

import datetime
import timeit

import attrs
import numpy
import pytest

from qarules.engine.working_days import working_days
from qarules.model.calendar import Calendar, NamedDay

DAY = datetime.timedelta(days=1)
START, END = datetime.date(2026, 12, 10), datetime.date(2027, 12, 10)
# Eight closed days a year, as many as England has; which they are changes no cost.
CLOSED = tuple(
    NamedDay(day=datetime.date(year, month, 1), title="Closed") for year in range(1978, 2051) for month in range(1, 9)
)
CALENDAR = Calendar(id="bench", title="Bench", closed=CLOSED)


@pytest.fixture(scope="module")
def counted():
    return working_days(CALENDAR)


@pytest.mark.parametrize("n", [1, 250, -1, -250])
def bench_add(benchmark, counted, n):
    benchmark(counted.add, START, n)


def bench_between(benchmark, counted):
    benchmark(counted.between, START, END)


def bench_finding_a_built_calendar(benchmark):
    benchmark(working_days, CALENDAR)


def bench_building_73_years(benchmark):
    """Every round counts a calendar of another id, which none before has built."""
    numbers = iter(range(10**9))
    benchmark.pedantic(working_days, setup=lambda: ((attrs.evolve(CALENDAR, id=f"c-{next(numbers)}"),), {}), rounds=30)


def bench_ratios(benchmark, counted, capsys):
    """250 days against 1, and a million rows in Python against `numpy.busday_offset`, one after the other."""
    rows = [datetime.date(1980, 1, 1) + (number % 24_000) * DAY for number in range(1_000_000)]
    theirs = numpy.array(rows, "M8[D]")
    calendar = numpy.busdaycalendar(holidays=[closed.day for closed in CLOSED])

    def python():
        add = counted.add
        return [add(row, 45) for row in rows]

    def vectors():
        return numpy.busday_offset(theirs, 45, roll="backward", busdaycal=calendar)

    def seconds(call, number):
        return min(timeit.repeat(call, number=number, repeat=3))

    benchmark.pedantic(python, rounds=1)
    far, near = (seconds(lambda n=n: counted.add(START, n), 100_000) for n in (250, 1))
    ours, numpys = seconds(python, 1), seconds(vectors, 1)
    with capsys.disabled():
        print(f"\nadd 250 / add 1: {far / near:.2f}")  # noqa: T201 - what a benchmark is for
        print(f"a million rows / numpy: {ours / numpys:.2f} ({ours:.3f} s against {numpys:.3f} s)")  # noqa: T201
