"""What grading costs, with the packaged review of North Somerset: 26 criteria in four sections."""

from __future__ import annotations

import datetime

import pytest

import qarules
from qarules.dsl.compile import compile_text
from qarules.standards.loading import compile_path
from qarules.standards.shelf import review

ON = datetime.date(2023, 5, 2)


@pytest.fixture(scope="module")
def tool():
    return qarules.load("north-somerset/collaborative-practice-review", on=ON)


@pytest.mark.parametrize("name", ["complete", "partial"])
def bench_a_review(benchmark, tool, name):
    audit = qarules.from_json(review("north-somerset", name), qarules.Audit)
    benchmark(qarules.evaluate, tool, audit.answers, decisions=audit.decisions)


def bench_nothing_answered(benchmark, tool):
    """Every one of some 10^12 ways of answering is still open."""
    benchmark(qarules.evaluate, tool, {})


def bench_explanation(benchmark, tool):
    audit = qarules.from_json(review("north-somerset", "complete"), qarules.Audit)
    outcome = qarules.evaluate(tool, audit.answers, decisions=audit.decisions)
    benchmark(outcome.explain)


def bench_compiling_the_pack(benchmark):
    benchmark(lambda: compile_text(qarules.print_pack(compile_path("north-somerset").pack)))
