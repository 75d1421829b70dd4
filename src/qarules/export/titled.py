"""Terms, triggers and looks with titles in the place of ids, and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from qarules.export.names import Names
from qarules.frozen import frozen
from qarules.model.activity import AtEvery, Rhythm
from qarules.model.condition import At, Condition, Expression
from qarules.model.judgement import GradeRule
from qarules.model.looks import Look
from qarules.model.prose import one_of
from qarules.model.route import Deadline
from qarules.model.term import Choice, Term
from qarules.model.term_words import term_lines
from qarules.model.trigger import Raised, Trigger
from qarules.model.trigger_words import trigger_words
from qarules.model.words import condition_words, number_words, rule_words


def cell(text: str) -> str:
    """*text* as one line of Markdown that no table is torn by."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown."""
    for row in (columns, ["---"] * len(columns), *rows):
        yield f"| {' | '.join(map(cell, row))} |"


_NO_NAMES = frozenset({"step", "span", "unit", "grade", "cites"})
"""What is no id of a thing: bands and grades keep their words."""


@frozen(kw_only=True)
class Titled:
    """
    Words of the language for a reader who does not know the ids.

    Attributes:
        inside: Titles by id that go before those of the pack: of the parts of one tool, of the fields of one record.
        steps: Titles of bands, grades and choices by id; one that is not here keeps its id.
    """

    names: Names
    inside: Mapping[str, str] = attrs.field(factory=dict)
    steps: Mapping[str, str] = attrs.field(factory=dict)

    def in_tool(self, tool: str) -> Titled:
        """With the titles of what a tool asks and judges; of no tool, of what is known beside the tools."""
        pack = self.names.pack
        found = next((each for each in pack.tools if each.id == tool), None)
        things = found.things.values() if found is not None else pack.knowns
        return attrs.evolve(self, inside={str(thing.id): thing.title for thing in things if thing.title})

    def in_record(self, record: str) -> Titled:
        """With the titles of what is told of each record."""
        found = (each for each in self.names.pack.records if each.id == record)
        return attrs.evolve(self, inside={str(field.id): field.title for each in found for field in each.fields})

    def roles(self, roles: Iterable[str], joint: str = "or") -> str:
        """``Reviewer or Moderator``; empty for nobody."""
        titles = [self.names.role(role) for role in roles]
        return one_of(titles, joint) if titles else ""

    def quoted(self, name: str) -> str:
        """A thing by its title, in quotation marks."""
        return f"“{self.inside.get(name) or self.names.title(name)}”"

    def _said(self, value: Any) -> Any:  # noqa: ANN401 - a condition, a trigger, a timing or a part of one
        """*value* with titles in the place of names, for the words of the language."""
        if isinstance(value, tuple):
            return tuple(map(self._said, value))
        if isinstance(value, str):
            is_known = value in self.inside or self.names.title(value) != value
            return self.quoted(value) if is_known else value
        if not attrs.has(type(value)):
            return value
        names = (field.name for field in attrs.fields(type(value)) if field.name not in _NO_NAMES)
        said = {name: self._said(getattr(value, name)) for name in names}
        if isinstance(value, At) and value.step in self.steps:
            said["step"] = f"“{self.steps[value.step]}”"
        return attrs.evolve(value, **said)

    def term(self, term: Term | None) -> str:
        """``within 10 working days of “The round closes”``; empty for none."""
        if term is None:
            return ""
        named = attrs.evolve(term, timings=self._said(term.timings), pauses=self._said(term.pauses), calendar="")
        lines = term_lines(named)
        binding = [line for line in lines if line in {choice.value for choice in Choice}]
        others = [line for line in lines if line not in binding]
        timings, rest = others[: len(term.timings)], others[len(term.timings) :]
        return "; ".join([" or ".join(timings) + (f" ({binding[0]})" if binding else ""), *rest])

    def due(self, deadline: Deadline) -> str:
        """When it is due and what starts it: ``within 10 working days of “The round closes”; when …``."""
        rows = f"for each row of {self.quoted(deadline.rows.table)} on its own date" if deadline.rows else ""
        started = self.in_tool(deadline.tool).starts(deadline.starts_when)
        return "; ".join(filter(None, [self.term(deadline.term), rows, *started]))

    def starts(self, triggers: Iterable[Trigger], word: str = "when") -> Iterator[str]:
        """``when “Somebody complains” happens``, each."""
        for trigger in triggers:
            yield f"{word} {self.trigger(trigger)}"

    def trigger(self, trigger: Trigger) -> str:
        """What something waits for."""
        if isinstance(trigger, Raised):
            return f"raised by {self.roles(trigger.by)}"
        return trigger_words(self._said(trigger))

    def condition(self, condition: Condition) -> str:
        """``“Is the child safe?” is no``."""
        return condition_words(self._said(condition))

    def number(self, expression: Expression) -> str:
        """``highest of “Score”, “Number of visits”``."""
        return number_words(self._said(expression))

    def rule(self, rule: GradeRule) -> str:
        """``give good when “Quality of supervision” is clear``."""
        return rule_words(self._said(rule))

    def rhythm(self, words: str, rhythm: Rhythm) -> str:
        """How often, with the title of the event it follows."""
        return f"at every {self.quoted(rhythm.event)}" if isinstance(rhythm, AtEvery) else words

    def look(self, look: Look) -> str:
        """Who looks, and of whom they have to be independent."""
        asked = look.independence
        said = [
            ("who is not", asked.not_roles),
            ("of another team than", asked.other_team_than),
            ("never responsible for", asked.never_responsible_for),
        ]
        bound = [f"{word} {one_of(map(self._role_or_record, names))}" for word, names in said if names]
        return ", ".join([self.roles(look.by), *bound])

    def _role_or_record(self, name: str) -> str:
        return self.names.role(name) if self.names.is_role(name) else self.names.record(name)
