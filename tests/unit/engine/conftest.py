"""Every audit of these tests is graded twice."""

from __future__ import annotations

import pytest

from qarules.engine.compiled.tool import Ready
from qarules.engine.evaluate import evaluate_any


@pytest.fixture(autouse=True)
def held_to_the_reference(monkeypatch):
    """What a compiled tool comes to is what the reference comes to, whatever a test is about."""
    compiled = Ready.outcome

    def outcome(self, answers, known, decisions):
        found = compiled(self, answers, known, decisions)
        if found is not None:
            assert found == evaluate_any(self.tool, answers, known=known, decisions=decisions)
            if not decisions:
                assert self.grades(answers, known, None) == {judged.id: judged.final for judged in found}
        return found

    monkeypatch.setattr(Ready, "outcome", outcome)
