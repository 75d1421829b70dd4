"""Better evidence never costs a grade unless the author says that it is intended."""

from __future__ import annotations

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.soundness import is_sound
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.model.condition import Compared, Comparison, Count
from qarules.model.direction import Direction, exposed_items, items_read, wrong_parts
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.scope import fully_counted, scale_of
from qarules.model.tool import Tool
from qarules.model.walk import Test, conditions_of

REMEDY = "write `intended` after the condition if that is what you mean"


def check(tool: Tool, findings: Findings) -> None:
    """Report rules that better evidence could turn against the grade, and `intended` where nothing calls for it."""
    full = fully_counted(tool)
    exposed = exposed_items(full)
    for situated in conditions_of(tool):
        judgement, rule = situated.judgement, situated.rule
        if judgement is None or rule is None or _does_nothing(rule, judgement, tool):
            continue
        if is_sound(situated, tool, findings):
            _check_rule(rule, full, exposed, findings)


def _does_nothing(rule: GradeRule, judgement: Judgement, tool: Tool) -> bool:
    """Whether *rule* takes no grade away: a limit at the best, a giving rule at the lowest; or is about none at all."""
    scale = scale_of(judgement, tool)
    if scale is None or rule.grade not in scale.by_id:
        return True
    return rule.grade == (scale.grades[0] if rule.kind is RuleKind.LIMIT else scale.grades[-1]).id


def _check_rule(rule: GradeRule, tool: Tool, exposed: frozenset[str], findings: Findings) -> None:
    wanted = Direction.UP if rule.kind is RuleKind.GIVE else Direction.DOWN
    wrong = list(wrong_parts(rule.when, tool, wanted))
    hidden = [name for name in items_read(rule.when, tool) if name in exposed]
    if rule.intended:
        if not wrong and not hidden and not rule.reason and not is_damaged(tool.id, findings):
            findings.add(
                codes.NEEDLESS_INTENDED,
                rule.span,
                "`intended` is not needed here: better evidence cannot turn this rule against the grade",
                help="take `intended` out",
            )
    elif wrong:
        _report_wrong(rule, wrong, findings)
    elif hidden:
        _report_hidden(rule, hidden[0], tool, findings)


def _cost(rule: GradeRule) -> str:
    """What better evidence may come to by *rule*."""
    if rule.kind is RuleKind.GIVE:
        return f"better evidence may lose the grade `{rule.grade}`"
    return f"better evidence may be held down to `{rule.grade}`"


def _report_wrong(rule: GradeRule, wrong: list[tuple[Test, Direction]], findings: Findings) -> None:
    (test, way), *others = wrong
    findings.add(
        codes.PUNISHES_BETTER,
        test.span,
        f"{_cost(rule)}: {_why(test, way)}",
        help=REMEDY,
        labels=[*((other.span, "this part too") for other, _ in others), (_grade(rule), _said(rule))],
    )


def _why(test: Test, way: Direction) -> str:
    match way:
        case Direction.UP:
            return "this holds the sooner the better the evidence is"
        case Direction.DOWN:
            return "this holds the sooner the worse the evidence is"
        case _ if isinstance(test, Count) and test.quantity.comparison is Comparison.EXACTLY:
            return "an exact count can be passed by one more"
        case _ if isinstance(test, Compared) and test.comparison is Comparison.EXACTLY:
            return "an exact number can be passed"
        case _ if isinstance(test, Compared):
            return "this number rises with some evidence and falls with other"
        case _:
            return "a step in the middle of a scale is left upwards as well as downwards"


def _report_hidden(rule: GradeRule, name: str, tool: Tool, findings: Findings) -> None:
    asked = tool.items[name].asked_when
    findings.add(
        codes.PUNISHES_BETTER,
        rule.when.span,
        f"{_cost(rule)}: evidence decides whether `{name}` is asked, and while it is hidden this rule does not see it",
        help=REMEDY,
        labels=[
            (asked.span if asked is not None else None, f"`{name}` is asked depending on this"),
            (_grade(rule), _said(rule)),
        ],
    )


def _grade(rule: GradeRule) -> Span | None:
    return at(rule.grade, None)


def _said(rule: GradeRule) -> str:
    return "this rule gives the grade" if rule.kind is RuleKind.GIVE else "this rule limits the grade"
