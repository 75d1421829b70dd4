"""What moderation and samples cost: a second look, the agreement of many, a draw, who audits what."""

from __future__ import annotations

import pytest
import times


def bench_a_second_look(benchmark):
    benchmark(times.looks, 7)


@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def bench_agreement(benchmark, count):
    benchmark(times.agreed(count))


@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def bench_a_draw(benchmark, count):
    benchmark(times.drawn(count))


@pytest.mark.parametrize("count", [30, 100, 300])
def bench_an_assignment(benchmark, count):
    benchmark(times.assigned(count))
