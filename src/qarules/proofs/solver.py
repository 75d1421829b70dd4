"""
The second decider: every audit as formulas over whole numbers, for z3.

It is written from the model, not from the plan that the engine runs, so that the two can be held against each other. It
takes over where the classes of audits are past their bound, and where an answer can be anything. What there is no
formula for, it does not decide.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator, Sequence

from qarules.engine.certain import Domains
from qarules.engine.quotient import Joint
from qarules.engine.space import Space
from qarules.engine.steps import Value, Worlds
from qarules.engine.tables import Leaf, Row, TooMany, Weight
from qarules.proofs.amounts import Amount, Formula, NoFormula
from qarules.proofs.formulas import Formulas, Truth

MOST_WORK = 50_000_000
"""So much one question may take, as z3 counts it: some ten seconds, and the same on every machine."""

MOST_ROWS = 400
"""So many combinations are looked for."""


def is_there() -> bool:
    """Whether the extra `prove` is installed."""
    return importlib.util.find_spec("z3") is not None


def solved(space: Space, kept: Sequence[int], told: Sequence[int], given: Domains) -> Joint:
    """
    What :meth:`Space.joint <qarules.engine.space.Space.joint>` answers, with one way to every row.

    Raises:
        TooMany: It could not be decided.
    """
    try:
        several = {n: len(v.values) for n, domain in given.items() for v in domain if isinstance(v, Worlds)}
        audits = [
            Formulas(space, {n: _in_world(d, world) for n, d in given.items()}, str(world), several)
            for world in range(max(several.values(), default=1))
        ]
        return _Question(audits).joint(kept, told)
    except NoFormula:
        raise TooMany from None


def _in_world(domain: tuple[Value, ...], world: int) -> tuple[Value, ...]:
    return tuple(value.values[world] if isinstance(value, Worlds) else value for value in domain)


class _Question:
    def __init__(self, audits: Sequence[Formulas]) -> None:
        self.z3 = importlib.import_module("z3")
        self.audits = audits

    def joint(self, kept: Sequence[int], told: Sequence[int]) -> Joint:
        rows: dict[Row, Weight] = dict(self.rows(kept)) if kept else {(): None}
        values = {step: frozenset(row[0] for row, _ in self.rows([step])) for step in told}
        values.update({step: frozenset(row[at] for row in rows) for at, step in enumerate(kept)})
        return Joint(values, rows)

    def rows(self, kept: Sequence[int]) -> Iterator[tuple[Row, Weight]]:
        """Every combination of what is kept, each with an audit, until there is no other."""
        z3 = self.z3
        solver = z3.Solver()
        solver.set("rlimit", MOST_WORK)
        terms = [[audit.term(step) for step in kept] for audit in self.audits]
        for audit in self.audits:
            solver.add(*audit.rules)
        for _ in range(MOST_ROWS):
            answer = solver.check()
            if answer == z3.unsat:
                return
            if answer != z3.sat:
                raise TooMany
            model = solver.model()
            yield self.row(terms, model), self.way(model)
            same = [
                formula == model.eval(formula, model_completion=True)
                for audit in terms
                for term in audit
                for formula in self.parts(term)
            ]
            solver.add(z3.Not(z3.And(*same)) if same else z3.BoolVal(False))
        raise TooMany

    def parts(self, term: Truth | Amount) -> tuple[Formula, ...]:
        """What tells one value of a term from another; of what does not apply, no number does."""
        if isinstance(term, Truth):
            return term.holds, term.fails
        return term.applies, self.z3.If(term.applies, term.above, 0)

    def row(self, terms: Sequence[Sequence[Truth | Amount]], model: Formula) -> Row:
        columns = [[self.value(term, model) for term in column] for column in zip(*terms, strict=True)]
        return tuple([v[0] if all(each == v[0] for each in v) else Worlds(tuple(v)) for v in columns])

    def value(self, term: Truth | Amount, model: Formula) -> Value:
        def so(formula: Formula) -> bool:
            return bool(self.z3.is_true(model.eval(formula, model_completion=True)))

        if isinstance(term, Truth):
            return True if so(term.holds) else False if so(term.fails) else None
        return model.eval(term.above, model_completion=True).as_long() if so(term.applies) else None

    def way(self, model: Formula) -> Weight:
        first = self.audits[0]
        found: Weight = None
        for number in first.inputs:
            leaf = Leaf(number, first.answered(number, model))
            found = leaf if found is None else (found, leaf)
        return found


def formulas_for(space: Space, steps: Sequence[int]) -> bool:
    """Whether there are formulas for all that *steps* depend on."""
    audit = Formulas(space, {})
    try:
        for step in steps:
            audit.term(step)
    except NoFormula:
        return False
    return True
