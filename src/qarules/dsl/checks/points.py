"""Whatever is read as a number is one: it is answered with a number, or worth points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged, is_partial, is_unsaid, may_lack_items
from qarules.dsl.checks.words import at, kind
from qarules.dsl.codes import Fault
from qarules.dsl.findings import Findings, listed
from qarules.frozen import frozen
from qarules.model.condition import Aggregate, Aggregation, Expression, ItemsIn, PointsIn, Reference, Steps
from qarules.model.judgement import Judgement, Measure
from qarules.model.ranges import items_with_points
from qarules.model.scale import Grade
from qarules.model.scope import fully_counted, scale_read
from qarules.model.tool import Choice, Day, Item, Number, OneOf, OnScale, Section, Thing, Tool, YesNo
from qarules.model.walk import names_in, numbers_in, numbers_in_conditions


def check(tool: Tool, findings: Findings) -> None:
    """Report what is read as a number and is none; a scale without points is reported once for all its readers."""
    tool = fully_counted(tool)
    found: dict[tuple[str, object], list[_Lack]] = {}
    for expression in (*(measure.value for measure in tool.measures), *numbers_in_conditions(tool)):
        for lack in lacks(expression, tool, findings):
            found.setdefault((lack.source, lack.span if lack.fault is codes.NOT_A_NUMBER else None), []).append(lack)
    for first, *others in found.values():
        findings.add(
            first.fault,
            first.span,
            first.message,
            help=first.help,
            labels=[*first.labels, *((other.span, "read as a number here too") for other in others)],
        )


def is_sound_number(expression: Expression, tool: Tool, within: frozenset[str] = frozenset()) -> bool:
    """
    Whether everything *expression* is made of has been read and is a number, through measures too.

    Args:
        expression: A number of *tool*.
        tool: The tool, with everything counted that ever will be.
        within: Measures it is a part of.
    """
    if any(lacks(expression, tool, Findings())):
        return False
    for name in names_in(expression):
        match tool.things.get(name):
            case None:
                return False
            case Measure(id=id_, value=value) if id_ not in within:
                if not is_sound_number(value, tool, within | {id_}):
                    return False
            case Item(answer=Number(low=low, high=high, step=step)):
                if step <= 0 or (low is not None and high is not None and low > high):
                    return False
            case _:
                pass
    return True


# --- what is no number -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Lack:
    """Something read as a number that is none; *source* is what would have to change."""

    fault: Fault
    source: str
    span: Span | None
    message: str
    help: str
    labels: tuple[tuple[Span | None, str], ...] = ()


def lacks(expression: Expression, tool: Tool, findings: Findings) -> Iterator[_Lack]:
    """Everything *expression* reads as a number that is none; a name that stands for nothing is reported elsewhere."""
    for number in numbers_in(expression):
        match number:
            case Reference():
                yield from _lack(number, tool, findings)
            case Steps(of=name):
                yield from _lack(Reference(name=name, span=number.span), tool, findings)
            case Aggregate(over=PointsIn() as over):
                yield from _lacks_in(over, number.span, tool, findings)
            case Aggregate(how=how):
                for name in names_in(number):
                    yield from _lack_listed(Reference(name=name, span=number.span), how, tool, findings)
            case _:
                pass


def _lack_listed(reference: Reference, how: Aggregation, tool: Tool, findings: Findings) -> Iterator[_Lack]:
    """What keeps a name of a list from being one of several numbers made one."""
    thing = tool.things.get(reference.name)
    here = at(reference.name, reference.span)
    found = list(_lack(reference, tool, findings))
    if isinstance(thing, Section):
        yield _Lack(
            fault=codes.NOT_A_NUMBER,
            source=thing.id,
            span=here,
            message=f"`{thing.id}` is a section, not a number",
            help=f"name its items, or say `{how.value} of points in {thing.id}`",
        )
    elif how is Aggregation.PERCENT and not found and thing is not None and not _has_end(thing):
        yield _Lack(
            fault=codes.NO_POINTS,
            source=f"end of {thing.id}",
            span=here,
            message=f"`{thing.id}` has no highest value to be a percentage of",
            help="take the percentage of items with points, or say where the number ends, as in `from 0 to 10`",
            labels=((at(thing.id, thing.span), f"this is {kind(thing)}"),),
        )
    else:
        yield from found


def _has_end(thing: Thing) -> bool:
    """Whether there is a most that an item can be worth."""
    if isinstance(thing, Item) and isinstance(thing.answer, Number):
        return thing.answer.high is not None
    return isinstance(thing, Item)


def _lack(reference: Reference, tool: Tool, findings: Findings) -> Iterator[_Lack]:
    thing = tool.things.get(reference.name)
    if thing is None or is_damaged(thing.id, findings) or (isinstance(thing, Item) and is_unsaid(thing, findings)):
        return
    here = at(reference.name, reference.span)
    if isinstance(thing, Item) and isinstance(thing.answer, OneOf):
        yield from _pointless(thing.answer.choices, f"the question `{thing.id}`", place(thing.id), thing.id, here)
    elif _stands_on_scale(thing):
        scale = scale_read(reference, None, tool)
        if scale is not None and not is_partial(scale, findings):
            yield from _pointless(scale.grades, f"the scale `{scale.id}`", place(scale.id), thing.id, here)
    elif not (isinstance(thing, Measure) or (isinstance(thing, Item) and isinstance(thing.answer, Number))):
        yield _Lack(
            fault=codes.NOT_A_NUMBER,
            source=thing.id,
            span=here,
            message=f"`{thing.id}` is {kind(thing)}, not a number",
            help=_instead(thing),
        )


def _stands_on_scale(thing: Thing) -> bool:
    if isinstance(thing, Judgement):
        return not thing.for_each_section
    return isinstance(thing, Section) or (isinstance(thing, Item) and isinstance(thing.answer, OnScale))


def _instead(thing: Thing) -> str:
    match thing:
        case Judgement():
            return "name a section `by` it"
        case Item(answer=YesNo()):
            return f"say `{thing.id} is yes` or `{thing.id} is no`"
        case Item(answer=Day()):
            return "compare dates with `before`, `after` or `within`"
        case _:
            return "name a measure, a question answered with a number, or something worth points"


def _pointless(
    steps: Sequence[Grade | Choice], owner: str, origin: Span | None, reader: str, here: Span | None
) -> Iterator[_Lack]:
    """Report steps of a scale, or choices, that are read as a number and are not worth any points."""
    without = [step.id for step in steps if step.points is None]
    if without:
        some = f"{listed(without, 'and')} on " if len(without) < len(steps) else ""
        yield _Lack(
            fault=codes.NO_POINTS,
            source=owner,
            span=here,
            message=f"there are no points for {some}{owner}, and `{reader}` is read as a number here",
            help=f'say what each step is worth, as in `{without[0]} "…" points 1`',
            labels=((origin, "this lacks points"),),
        )


def _lacks_in(over: PointsIn, here: Span | None, tool: Tool, findings: Findings) -> Iterator[_Lack]:
    """Report a scope in which nothing is worth points, or something only now and then."""
    items = list(items_with_points(over, tool))
    is_known = all(name in tool.things for name in over.sections)
    if not items and is_known and not may_lack_items(ItemsIn(sections=over.sections), tool, findings):
        where = f"in {listed(over.sections, 'or')}" if over.sections else f"in the tool `{tool.id}`"
        yield _Lack(
            fault=codes.NO_POINTS,
            source=where,
            span=here,
            message=f"nothing that is counted {where} has points",
            help='give the steps of a scale points, as in `clear "…" points 2`',
        )
    for item in items:
        yield from _lack(Reference(name=str(item.id), span=here), tool, findings)
