"""What the places of a text want their names to stand for, and the look-up that holds names to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged, is_unsaid
from qarules.dsl.checks.words import at, former, kind, suggestion
from qarules.dsl.findings import Findings, closest
from qarules.frozen import frozen
from qarules.model.judgement import Judgement, Measure
from qarules.model.ranges import carries_points
from qarules.model.tool import Day, Item, Number, OneOf, OnScale, Section, Table, Thing, Tool, YesNo
from qarules.model.watched import FIELDS


@frozen
class Wanted:
    """
    What a place in a text wants a name to stand for.

    Attributes:
        called: One such thing, with its article.
        plural: Several.
        fits: Whether a thing is one.
        instead: What to write about something else, as a help sentence.
        is_value: A thing of another kind is let pass here: whether it has such a value is looked at with the values.
    """

    called: str
    plural: str
    fits: Callable[[Thing, Tool], bool]
    instead: str = ""
    is_value: bool = False


def _is_one_judgement(thing: Thing, _: Tool) -> bool:
    return isinstance(thing, Judgement) and not thing.for_each_section


def _is_section_judgement(thing: Thing, _: Tool) -> bool:
    return isinstance(thing, Judgement) and thing.for_each_section


def _is_countable(thing: Thing, tool: Tool) -> bool:
    is_listed = isinstance(thing, Item) and isinstance(thing.answer, OnScale) and thing.id in tool.section_of
    return is_listed or _is_one_judgement(thing, tool)


def _has_steps(thing: Thing, tool: Tool) -> bool:
    if isinstance(thing, Item):
        return isinstance(thing.answer, OnScale | YesNo | OneOf)
    return isinstance(thing, Section) or _is_one_judgement(thing, tool)


def _is_number(thing: Thing, tool: Tool) -> bool:
    is_number = isinstance(thing, Item) and isinstance(thing.answer, Number)
    return isinstance(thing, Measure) or is_number or carries_points(thing, tool)


def _is_date(thing: Thing, _: Tool) -> bool:
    return isinstance(thing, Item) and isinstance(thing.answer, Day)


def _compares(thing: Thing, tool: Tool) -> bool:
    is_rated = isinstance(thing, Item) and isinstance(thing.answer, OnScale) and thing.id in tool.section_of
    return is_rated or isinstance(thing, Judgement | Section)


def _is_repeated(thing: Thing, _: Tool) -> bool:
    return isinstance(thing, Section) and thing.repeated


def _has_pieces(thing: Thing, tool: Tool) -> bool:
    return _is_repeated(thing, tool) or (isinstance(thing, Item) and isinstance(thing.answer, Table))


SECTION = Wanted("a section", "sections", lambda thing, _: isinstance(thing, Section))
REPEATED = Wanted("a repeated section", "repeated sections", _is_repeated)
ITEM = Wanted("an item", "items", lambda thing, _: isinstance(thing, Item))
MEASURE = Wanted("a measure", "measures", lambda thing, _: isinstance(thing, Measure))
JUDGEMENT = Wanted("a judgement", "judgements", lambda thing, _: isinstance(thing, Judgement))
ONE_JUDGEMENT = Wanted("a judgement of the whole tool", "judgements of the whole tool", _is_one_judgement)
SECTION_JUDGEMENT = Wanted("a judgement for each section", "judgements for each section", _is_section_judgement)
COUNTABLE = Wanted(
    "something a list of a count can hold",
    "names a count can hold",
    _is_countable,
    "list criteria, questions answered on a scale, and judgements of the whole tool; say `in` for a section",
)
WITH_STEPS = Wanted(
    "something that can be at a step",
    "names that can be at a step",
    _has_steps,
    "compare a number with `is at least`, a date with `is before`, and name a section for its grade",
)
NUMBER = Wanted("a number", "numbers", _is_number, is_value=True)
DATE = Wanted("a date", "dates", _is_date, is_value=True)
APPLICABLE = Wanted(
    "one thing that can be applicable",
    "names that can be applicable",
    lambda thing, tool: not _is_section_judgement(thing, tool),
    "name the section, or a judgement of the whole tool",
)
WITH_PIECES = Wanted(
    "a table or a repeated section",
    "tables and repeated sections",
    _has_pieces,
    "only a table has rows, and only a repeated section has instances",
)
COMPARED = Wanted(
    "something two looks can rate",
    "names that two looks can rate",
    _compares,
    "name a criterion, a section for its grade, or a judgement",
)
TABLE = Wanted("a table", "tables", lambda thing, _: isinstance(thing, Item) and isinstance(thing.answer, Table))
ANSWERED = Wanted("an item or a section", "items and sections", lambda thing, _: isinstance(thing, Item | Section))
MISSABLE = Wanted(
    "an item or a judgement", "items and judgements", lambda thing, _: isinstance(thing, Item | Judgement)
)
RESULT = Wanted(
    "a judgement or a measure", "judgements and measures", lambda thing, _: isinstance(thing, Judgement | Measure)
)


_NAMED_IN_A_TOOL = frozenset({"section", "criterion", "question", "known", "measure", "judgement"})


def look(name: str, wanted: Wanted, tool: Tool, findings: Findings, otherwise: Span | None) -> Thing | None:
    """
    What *name* stands for; None, and a report, for nothing or for something else than is wanted.

    Args:
        name: As written; an empty one stands for something that has been reported already.
        wanted: What the place wants: only such things are suggested.
        tool: The tool it belongs to.
        findings: Takes the report.
        otherwise: The place of a name that does not know its own.
    """
    thing = tool.things.get(name)
    if not name or name in findings.lost or (isinstance(thing, Item) and is_unsaid(thing, findings)):
        return None
    if thing is None:
        remedy = former(name, tool) or _suggestion(name, wanted, tool)
        if findings.nameless.isdisjoint(_NAMED_IN_A_TOOL) or closest(name, tool.things) is not None:
            called = "record" if FIELDS in tool.things else "tool"
            findings.add(
                codes.UNKNOWN_NAME,
                at(name, otherwise),
                f"there is no `{name}` in the {called} `{tool.id}`",
                help=remedy,
            )
    elif not wanted.is_value and not wanted.fits(thing, tool):
        if not is_damaged(name, findings):
            findings.add(
                codes.WRONG_KIND,
                at(name, otherwise),
                f"`{name}` is {kind(thing)}, not {wanted.called}",
                help=wanted.instead or _suggestion(name, wanted, tool),
            )
        return None
    return thing


def look_through(names: Iterable[str], wanted: Wanted, tool: Tool, findings: Findings, otherwise: Span | None) -> None:
    """Hold each name of a list to what is wanted, and report one that stands in it twice."""
    first: dict[str, str] = {}
    for name in names:
        if name in first:
            findings.add(
                codes.DUPLICATE_NAME,
                at(name, otherwise),
                f"`{name}` stands twice in this list",
                help="keep one of the two",
                labels=[(place(first[name]), "the first")],
            )
        else:
            first[name] = name
            look(name, wanted, tool, findings, otherwise)


def _suggestion(name: str, wanted: Wanted, tool: Tool) -> str:
    candidates = [thing.id for thing in tool.things.values() if wanted.fits(thing, tool) and thing.id != FIELDS]
    return suggestion(name, candidates, wanted.plural) or f"name {wanted.called}"
