"""What it costs to say when something takes place: in a year, over many years, and where deadlines then collide."""

from __future__ import annotations

import pytest
import times

from qarules.engine.collisions import collisions


def bench_a_year_of_north_somerset(benchmark):
    benchmark(times.schedule)


@pytest.mark.parametrize("years", [1, 7, 70])
def bench_a_weekly_recurrence(benchmark, years):
    benchmark(times.weekly(years))


def bench_the_collisions_of_a_year(benchmark):
    pack, _ = times.north_somerset()
    benchmark(collisions, pack, 2026)
