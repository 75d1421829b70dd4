"""Never run: mypy and pyright read here what the public names are."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import assert_type

import qarules

tool = qarules.load("north-somerset/collaborative-practice-review", on=datetime.date(2023, 5, 2))
assert_type(tool, qarules.Tool)
assert_type(qarules.load(Path("house/my-audit.qa")), qarules.Tool)
pack = qarules.load_pack("ofsted")
assert_type(pack, qarules.Pack)
assert_type(qarules.packaged_standards(), tuple[str, ...])

compiled = qarules.compile_text("qa 1", name="x.qa")
assert_type(compiled.pack, qarules.Pack | None)
assert_type(compiled.diagnostics, tuple[qarules.Diagnostic, ...])

outcome = qarules.evaluate(
    tool,
    {"case-summary-current": "clear", "family-led-plan": qarules.NOT_APPLICABLE},
    known={},
    decisions={"final-judgement": qarules.Decision("good", by="reviewer", reason="Steady.")},
)
assert_type(outcome, qarules.Outcome)
one = outcome["evidence-suggests"]
assert_type(one, qarules.Judged)
assert_type(one.suggested, qarules.Grade | None)
assert_type(one.final, qarules.Grade | qarules.Status | None)
assert_type(one.possible, tuple[qarules.Grade | qarules.Status, ...])
assert_type(one.reasons, tuple[qarules.Reason, ...])
assert_type(one.rests_on, tuple[qarules.Clause, ...])
assert_type(outcome.measures[0].value, Fraction | None)
assert_type(outcome.complete, bool)
assert_type(outcome.explain(), str)
assert_type(outcome.to_dict(), dict[str, object])
assert_type(qarules.from_json(qarules.to_json(outcome), qarules.Outcome), qarules.Outcome)
audit = qarules.from_json("{}", qarules.Audit)
assert_type(audit.answers, Mapping[str, object])
assert_type(qarules.run_example(pack, pack.examples[0]), tuple[qarules.Mismatch, ...])
assert_type(qarules.print_tool(tool), str)
changed = qarules.diff(pack, pack, on=datetime.date(2027, 4, 1))
assert_type(changed, qarules.Diff)
assert_type(changed.of(qarules.Category.GRADES), tuple[qarules.Difference, ...])
assert_type(changed.differences[0].regrade, qarules.Regrade | None)
assert_type(qarules.replay(pack, pack, {"ash": audit}).audits[0].moves, tuple[qarules.GradeMove, ...])
