"""The properties of a construct: each said once, and each where it belongs."""

from __future__ import annotations

from typing import TypedDict

from qarules.diagnostics import Name, Span
from qarules.dsl import codes
from qarules.dsl.trees import Node, Reader, phrase


class Heading(TypedDict):
    """What every construct has that says something for itself."""

    id: Name
    title: str
    note: str
    guidance: str
    cites: tuple[Name, ...]
    span: Span


class WithFormer(Heading):
    """With the ids it had before."""

    formerly: tuple[Name, ...]


class WithTool(WithFormer):
    """With the tool it is about; empty for none."""

    tool: str


KINDS_OF_ANSWER = ("judged_on", "on_scale", "yes_no", "one_of", "number_answer", "table", "text", "date", "role")

# How each property is called where a report has to name it.
SPOKEN = {
    "judged_on": "judged on",
    "on_scale": "on",
    "yes_no": "yes or no",
    "one_of": "one of",
    "number_answer": "number",
    "asked_when": "asked when",
    "may_not_apply": "may be not applicable",
    "not_counted": "not counted",
    "counted_from": "counted from",
    "printed_number": "number",
    "decided_by": "decided by",
    "shown_after": "shown after",
    "within_time": "within",
    "before_time": "at least … before",
    "not_before": "at least … after",
    "day_of_month": "working day",
    "same_day": "on the same working day as",
    "earliest": "at the earliest opportunity",
    "for_each_row": "for each row of",
    "roll": "if closed",
    "on_calendar": "calendar",
    "local_closures": "local closures count",
    "resume_counts": "resume day counts",
    "last_day_counts": "the last day counts",
    "warn_at": "warn at",
    "warn_before": "warn",
    "starts_when": "starts when",
    "stood_down_when": "stood down when",
    "recurrence": "every",
    "never_in": "never in",
    "expects": "expect",
    "also_known_as": "also known as",
    "from_record": "from",
    "at_most_each": "at most … each",
    "is_value": "is",
    "in_unit": "in",
    "at_least": "at least",
    "at_most": "at most",
    "union_of": "union of",
    "covers": "covers from",
    "confirmed": "confirmed until",
}


class Properties:
    """
    The properties written on one construct, to be taken one by one.

    What nobody takes does not belong there, and is reported by :meth:`report_rest`.
    """

    def __init__(self, node: Node, read: Reader) -> None:
        self.node = node
        self.read = read
        self._by_kind: dict[str, list[Node]] = {}
        for child in node.children:
            if isinstance(child, Node):
                self._by_kind.setdefault(_kind(child), []).append(child)

    def take(self, kind: str) -> Node | None:
        """The property of this kind; None where it is not written. One said twice is reported."""
        found = self._by_kind.pop(kind, [])
        for again in found[1:]:
            self.read.findings.add(
                codes.SAID_TWICE,
                self.read.span(again),
                f"`{_spoken(kind)}` is said twice",
                help="keep one of the two",
                labels=[(self.read.span(found[0]), "said here first")],
            )
        return found[0] if found else None

    def take_all(self, kind: str) -> list[Node]:
        """Every property of a kind that may be said more than once."""
        return self._by_kind.pop(kind, [])

    def has(self, kind: str) -> bool:
        """Whether a property without a value is written."""
        return self.take(kind) is not None

    def text(self, kind: str) -> str:
        """The text of a property; empty where it is not written."""
        return self.read.text(self.take(kind))

    def name(self, kind: str) -> str:
        """The id of a property; empty where it is not written."""
        found = self.take(kind)
        return self.read.name(found) if found is not None else ""

    def names(self, kind: str) -> tuple[Name, ...]:
        """The ids a property lists; none where it is not written."""
        return self.read.names(self.take(kind))

    def texts(self, kind: str) -> tuple[str, ...]:
        """The texts a property lists; none where it is not written."""
        found = self.take(kind)
        return self.read.texts(found) if found is not None else ()

    def take_in_order(self, *kinds: str) -> list[Node]:
        """Every property of *kinds*, in the order written."""
        found = [node for kind in kinds for node in self.take_all(kind)]
        return sorted(found, key=lambda node: self.read.span(node).start.offset)

    def heading(self) -> Heading:
        """Id, title, what is told of it, clauses and place."""
        return Heading(
            id=self.read.name(self.node),
            title=self.read.text(self.node),
            note=self.text("note"),
            guidance=self.text("guidance"),
            cites=self.names("cites"),
            span=self.read.span(self.node),
        )

    def with_former(self) -> WithFormer:
        """The heading with former ids."""
        former = tuple(self.read.name(node) for node in self.take_all("formerly"))
        return WithFormer(**self.heading(), formerly=former)

    def with_tool(self) -> WithTool:
        """The heading with former ids and the tool it says it is about."""
        return WithTool(**self.with_former(), tool=self.name("of_tool"))

    def take_answer_kinds(self) -> list[Node]:
        """Every property that says what kind of answer is given."""
        return [node for kind in KINDS_OF_ANSWER if (node := self.take(kind)) is not None]

    def report_rest(self, construct: str, *contents: str) -> None:
        """Report what is left over, apart from the *contents* the construct has anyway."""
        for kind, found in self._by_kind.items():
            if kind in contents or kind in {"name", "text_leaf"}:
                continue
            self.read.findings.add(
                codes.DOES_NOT_BELONG,
                self.read.span(found[0]),
                f"`{_spoken(kind)}` does not belong on {'an' if construct[0] in 'aeiou' else 'a'} {construct}",
                help="leave it out, or put it on the construct it is about",
            )


def _kind(node: Node) -> str:
    """What a property is called in this module: its rule, or its words where the rule serves several."""
    if node.data in {"flag", "mark"}:
        return phrase(node)
    if node.data in {"prose", "duty", "look"}:
        return phrase(node.children[0]) if isinstance(node.children[0], Node) else ""
    return {"text": "text_leaf", "a_day": "date"}.get(node.data, str(node.data))


def _spoken(kind: str) -> str:
    return SPOKEN.get(kind, kind)
