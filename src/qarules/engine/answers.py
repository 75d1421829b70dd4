"""What was handed in, read against the tool: usable answers, and a problem for everything else."""

from __future__ import annotations

import datetime
import difflib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, assert_never

import attrs

from qarules.engine.run import Value
from qarules.model.answers import Answer, Decision, Status
from qarules.model.judgement import Judgement
from qarules.model.outcome import Problem
from qarules.model.plain import number_text
from qarules.model.scale import Grade
from qarules.model.tool import (
    ColumnAnswer,
    Day,
    Item,
    Number,
    OneOf,
    OnScale,
    Person,
    Section,
    Table,
    Text,
    Tool,
    YesNo,
)

Given = Mapping[str, object]

Asked = TypeVar("Asked", Item, Section, Section | Item)

KEYS = ("value", "status", "note", "reason", "evidence")

# No audit holds a number of more digits; one of a billion digits can be written in a dozen letters.
MOST_DIGITS = 1_000


@attrs.frozen
class Read:
    """
    One usable answer.

    Attributes:
        value: As the engine reckons with it: a rank, True or False, an exact number, a date, a choice, a count of rows.
        answer: What came with it.
    """

    value: Value
    answer: Answer


@attrs.frozen(kw_only=True)
class Readings:
    """
    Everything usable.

    Attributes:
        answers: By the path of the item.
        cannot_tell: Paths of items answered that the evidence does not allow an answer.
        sections_off: Sections said not to apply.
        instances: How many instances each repeated section has.
    """

    answers: Mapping[str, Read]
    cannot_tell: frozenset[str]
    sections_off: Mapping[str, Answer]
    instances: Mapping[str, int]
    problems: tuple[Problem, ...]


class Refused(Exception):  # noqa: N818 - it never leaves this module
    """A value that an item does not take; carries what it would take."""

    def __init__(self, message: str, allowed: str) -> None:
        super().__init__(message)
        self.message = message
        self.allowed = allowed


def read_answers(tool: Tool, answers: Given, known: Given) -> Readings:
    """Read *answers* and *known* against *tool*; whatever cannot be used becomes a problem, and the rest stands."""
    return _Reading(tool).read(answers, known)


class _Reading:
    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.answers: dict[str, Read] = {}
        self.cannot_tell: set[str] = set()
        self.sections_off: dict[str, Answer] = {}
        self.instances = {section.id: 0 for section in tool.sections if section.repeated}
        self.problems: list[Problem] = []
        self.told: set[str] = set()

    def read(self, answers: Given, known: Given) -> Readings:
        sections = {section.id: section for section in self.tool.sections}
        single = {item.id: item for section in self.tool.sections if not section.repeated for item in section.items}
        things: dict[str, Section | Item] = {**sections, **single}
        for name, thing, given in _in_turn(answers, things):
            if isinstance(thing, Section):
                self.section(thing, given)
            elif thing is not None:
                self.item(thing, thing.id, given)
            else:
                self.unknown(name, given, _with_former(things))
        knowns = {item.id: item for item in self.tool.knowns}
        for name, item, given in _in_turn(known, knowns):
            if item is not None:
                self.item(item, item.id, given)
            else:
                self.unknown(name, given, _with_former(knowns))
        return Readings(
            answers=self.answers,
            cannot_tell=frozenset(self.cannot_tell),
            sections_off=self.sections_off,
            instances=self.instances,
            problems=tuple(self.problems),
        )

    def unknown(self, name: str, given: object, names: Mapping[str, object]) -> None:
        repeated = self.tool.section_of.get(name)
        if repeated is not None and repeated.repeated:
            allowed = f"give it inside an instance of `{repeated.id}`: a list with the answers of each"
        elif name in {item.id for item in self.tool.knowns}:
            allowed = "it is a known: give it with what is known, not with the answers"
        elif name in self.tool.items:
            allowed = "it is asked of the auditor: give it with the answers"
        elif name in {retired.id for retired in self.tool.retired}:
            allowed = "it is no longer used"
        else:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
            allowed = f"did you mean `{near[0]}`?" if near else ""
        self.refuse(name, f"`{name}` is nothing this tool asks for", given, allowed)

    def refuse(self, thing: str, message: str, given: object, allowed: str) -> None:
        self.problems.append(Problem(thing=thing, message=message, given=_shown(given), allowed=allowed))

    def refuse_twice(self, path: str, given: object) -> None:
        self.refuse(path, f"`{path}` is answered twice, under its id and a former one", given, "answer it once")

    # --- sections ----------------------------------------------------------------------------------------------------

    def section(self, section: Section, given: object) -> None:
        if section.id in self.told:
            self.refuse_twice(section.id, given)
            return
        if section.repeated and isinstance(given, Sequence) and not isinstance(given, str | bytes):
            self.told.add(section.id)
            self.repeat(section, given)
            return
        answer = self.answer(section.id, given)
        if answer is None or (answer.status is None and _is_blank(answer.value)):
            return
        self.told.add(section.id)
        if answer.status is Status.NOT_APPLICABLE and section.may_not_apply is not None:
            self.sections_off[section.id] = answer
            return
        allowed = []
        if section.repeated:
            allowed.append("a list with the answers of each instance")
        if section.may_not_apply is not None:
            allowed.append("not applicable")
        self.refuse(
            section.id,
            f"the section `{section.id}` takes no answer of this kind",
            given,
            " or ".join(allowed) or "answer its items one by one",
        )

    def repeat(self, section: Section, instances: Sequence[object]) -> None:
        items = {item.id: item for item in section.items}
        names = _with_former(items)
        self.instances[section.id] = len(instances)
        for number, instance in enumerate(instances, start=1):
            if not isinstance(instance, Mapping):
                self.refuse(
                    f"{section.id}/{number}",
                    f"instance {number} of `{section.id}` is no set of answers",
                    instance,
                    "answers by the ids of its items",
                )
                continue
            for name, item, given in _in_turn(instance, items):
                if item is None:
                    near = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
                    self.refuse(
                        f"{section.id}/{number}/{name}",
                        f"`{name}` is nothing the section `{section.id}` asks for",
                        given,
                        f"did you mean `{near[0]}`?" if near else "",
                    )
                else:
                    self.item(item, f"{section.id}/{number}/{item.id}", given)

    # --- items -------------------------------------------------------------------------------------------------------

    def item(self, item: Item, path: str, given: object) -> None:
        answer = self.answer(path, given)
        if answer is None:
            return
        if path in self.answers or path in self.cannot_tell:
            self.refuse_twice(path, given)
            return
        if answer.status is Status.CANNOT_TELL:
            self.cannot_tell.add(path)
        elif answer.status is Status.NOT_APPLICABLE:
            if item.may_not_apply is None:
                self.refuse(path, f"`{path}` always applies", given, allowed_words(item, self.tool))
            else:
                self.answers[path] = Read(None, answer)
        elif not _is_blank(answer.value):
            try:
                self.answers[path] = Read(_value(answer.value, item, self.tool), answer)
            except Refused as refused:
                self.refuse(path, f"`{path}` {refused.message}", answer.value, refused.allowed)

    def answer(self, path: str, given: object) -> Answer | None:
        """What was given with all that came with it; None where that cannot be used, and that was said."""
        answer = self.shaped(path, given)
        if answer is not None and answer.status is not None and not _is_blank(answer.value):
            self.refuse(path, f"`{path}` has both an answer and a status", given, "give one of the two")
            return None
        return answer

    def shaped(self, path: str, given: object) -> Answer | None:
        if isinstance(given, Answer):
            return given
        if isinstance(given, Status):
            return Answer(status=given)
        if not isinstance(given, Mapping):
            return Answer(value=given)  # type: ignore[arg-type] # its kind is checked against the item
        unknown = [str(key) for key in given if key not in KEYS]
        status = given.get("status")
        if unknown or (status is not None and status not in [*Status, *(s.value for s in Status)]):
            what = f"`{unknown[0]}`" if unknown else f"the status `{_shown(status)}`"
            self.refuse(path, f"the answer to `{path}` has {what}, which means nothing here", given, _SHAPE)
            return None
        evidence = given.get("evidence", ())
        evidence = (evidence,) if isinstance(evidence, str) else evidence
        texts = [given.get("note", ""), given.get("reason", "")]
        if not isinstance(evidence, Sequence) or not all(isinstance(text, str) for text in [*texts, *evidence]):
            self.refuse(path, f"what comes with the answer to `{path}` is not text", given, _SHAPE)
            return None
        return Answer(
            value=given.get("value"),
            status=Status(status) if status is not None else None,
            note=str(texts[0]),
            reason=str(texts[1]),
            evidence=tuple(str(reference) for reference in evidence),
        )


_SHAPE = "an answer is a plain value, or `value` or `status` with `note`, `reason` and `evidence`"


def _with_former(things: Mapping[str, Asked]) -> dict[str, Asked]:
    """*things* by their ids, then by the ids they formerly had where no other thing has that id now."""
    former = {name: thing for thing in things.values() for name in thing.formerly}
    return {**things, **{name: thing for name, thing in former.items() if name not in things}}


def _in_turn(given: Mapping[str, object], things: Mapping[str, Asked]) -> Iterator[tuple[str, Asked | None, object]]:
    """
    What was given, each with the thing it was given for; None for none.

    The order is that of *things*, whatever the order it was given in: first by their ids, then by former ones.
    """
    names = _with_former(things)
    yield from ((name, thing, given[name]) for name, thing in names.items() if name in given)
    strange = [(str(name), answer) for name, answer in given.items() if name not in names]
    yield from ((name, None, answer) for name, answer in sorted(strange, key=lambda pair: pair[0]))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _shown(given: object) -> str:
    """What was handed in, short enough for a message."""
    try:
        text = given.grade if isinstance(given, Decision) else str(given)
    except ValueError:  # Python writes out no integer of several thousand digits
        text = "a number too long to show"
    return text if len(text) <= 80 else f"{text[:77]}..."


# --- values ----------------------------------------------------------------------------------------------------------


def _value(given: object, item: Item, tool: Tool) -> Value:
    """*given* as the engine reckons with it."""
    try:
        match item.answer:
            case OnScale():
                return _rank(given, item, tool)
            case OneOf():
                return _choice(given, item.answer)
            case Table():
                return _rows(given, item.answer, tool)
            case _:
                return _plain_value(given, item.answer, tool)
    except Refused as refused:
        raise Refused(refused.message, allowed_words(item, tool)) from None


def _rank(given: object, item: Item, tool: Tool) -> int:
    scale = tool.scale_of(item)
    name = given.id if isinstance(given, Grade) else given
    if scale is None or not isinstance(name, str) or name not in scale.by_id:
        message = f"cannot be `{_shown(given)}`"
        raise Refused(message, "")
    return scale.by_id[name].rank


def _choice(given: object, answer: OneOf) -> str:
    if given not in [choice.id for choice in answer.choices]:
        message = f"cannot be `{_shown(given)}`"
        raise Refused(message, "")
    return str(given)


def _plain_value(given: object, answer: ColumnAnswer, tool: Tool) -> Value:
    match answer:
        case YesNo():
            if isinstance(given, bool):
                return given
            if given in ("yes", "no"):
                return given == "yes"
        case Number():
            return _number(given, answer)
        case Day():
            return _day(given)
        case Person():
            return _role(given, tool)
        case Text():
            if isinstance(given, str):
                return given
        case _:
            assert_never(answer)
    message = f"cannot be `{_shown(given)}`"
    raise Refused(message, "")


def _number(given: object, answer: Number) -> Fraction:
    message = f"cannot be `{_shown(given)}`"
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | Fraction):
        raise Refused(message, "")
    if _is_endless(given):
        raise Refused(message, "")
    # The shortest decimal that reads as this float is what was meant: 0.1 is a tenth. Other kinds of float write more.
    value = Fraction(float.__repr__(given)) if isinstance(given, float) else Fraction(given)
    too_low = answer.low is not None and value < answer.low
    too_high = answer.high is not None and value > answer.high
    off_grid = (value - (answer.low or 0)) % answer.step != 0
    if too_low or too_high or off_grid:
        raise Refused(message, "")
    return value


def _is_endless(given: float | Decimal | Fraction) -> bool:
    """Whether a number has no end, or more digits than could be reckoned with."""
    if isinstance(given, float | Decimal) and not math.isfinite(given):
        return True
    if isinstance(given, Decimal):
        _, digits, exponent = given.as_tuple()
        return len(digits) + abs(int(exponent)) > MOST_DIGITS
    if isinstance(given, int | Fraction):
        return max(given.numerator.bit_length(), given.denominator.bit_length()) > 3 * MOST_DIGITS
    return False


def _day(given: object) -> datetime.date:
    if isinstance(given, datetime.date) and not isinstance(given, datetime.datetime):
        return given
    if isinstance(given, str):
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            pass
    message = f"cannot be `{_shown(given)}`"
    raise Refused(message, "")


def _role(given: object, tool: Tool) -> str:
    role = role_named(given, tool)
    if role is None:
        message = f"cannot be `{_shown(given)}`"
        raise Refused(message, "")
    return role


def role_named(given: object, tool: Tool) -> str | None:
    """The id of the role that *given* is the id, the title or another name of; None for none."""
    for role in tool.roles:
        if given in (role.id, role.title, *role.also_known_as):
            return role.id
    return None


def _rows(given: object, answer: Table, tool: Tool) -> int:
    """The number of rows, each of them looked through."""
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        message = "is a table and takes a list of rows"
        raise Refused(message, "")
    columns = {column.id: column for column in answer.columns}
    for number, row in enumerate(given, start=1):
        if not isinstance(row, Mapping):
            message = f"has a row {number} that is no row"
            raise Refused(message, "")
        for name, cell in row.items():
            if name not in columns:
                message = f"has no column `{name}` (row {number})"
                raise Refused(message, "")
            if not _is_blank(cell):
                try:
                    _plain_value(cell, columns[name].answer, tool)
                except Refused:
                    message = f"has `{_shown(cell)}` under `{name}` in row {number}"
                    raise Refused(message, "") from None
    return len(given)


def allowed_words(item: Item, tool: Tool) -> str:
    """What an item takes, in words: "`clear`, `some`, `limited` or not applicable"."""
    parts = list(_allowed(item, tool))
    if item.may_not_apply is not None:
        parts.append("not applicable")
    return " or ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _allowed(item: Item, tool: Tool) -> Iterator[str]:
    match item.answer:
        case OnScale():
            scale = tool.scale_of(item)
            yield from (f"`{grade.id}`" for grade in (scale.grades if scale else ()))
        case OneOf():
            yield from (f"`{choice.id}`" for choice in item.answer.choices)
        case Table():
            columns = ", ".join(f"{column.id} ({_answer_words(column.answer)})" for column in item.answer.columns)
            yield f"rows of {columns}"
        case _:
            yield _answer_words(item.answer)


def _answer_words(answer: ColumnAnswer) -> str:
    match answer:
        case YesNo():
            return "yes or no"
        case Number():
            is_whole = answer.step == 1 and (answer.low or Fraction(0)).denominator == 1
            bounds = [
                f"from {number_text(answer.low)}" if answer.low is not None else "",
                f"to {number_text(answer.high)}" if answer.high is not None else "",
                f"in steps of {number_text(answer.step)}" if not is_whole else "",
            ]
            return " ".join(["a whole number" if is_whole else "a number", *filter(None, bounds)])
        case Day():
            return "a date such as 2027-04-01"
        case Person():
            return "a role of the pack"
        case Text():
            return "text"
        case _:
            assert_never(answer)


# --- decisions -------------------------------------------------------------------------------------------------------


def read_decisions(
    tool: Tool, paths: Mapping[str, str], decisions: Mapping[str, Decision | Mapping[str, object]]
) -> tuple[dict[str, tuple[int, Decision]], tuple[Problem, ...]]:
    """
    The usable decisions with their ranks, and a problem for each other.

    Args:
        paths: For each result that can be decided, the judgement it is of.
    """
    usable: dict[str, tuple[int, Decision]] = {}
    problems: list[Problem] = []
    former = {name: path for path in paths for name in _former_paths(path, tool)}
    names = {**{path: path for path in paths}, **{name: path for name, path in former.items() if name not in paths}}
    known = [(name, decisions[name]) for name in names if name in decisions]
    strange = [(str(name), given) for name, given in decisions.items() if name not in names]
    for name, given in (*known, *sorted(strange, key=lambda pair: pair[0])):
        path, decision = names.get(name, name), _decision(given)
        if path not in paths or decision is None:
            problems.append(_not_decidable(path, given, paths))
            continue
        refused = _refused_decision(path, decision, paths[path], tool)
        if path in usable:
            message = f"`{path}` is decided twice, under its id and a former one"
            problems.append(Problem(thing=path, message=message, given=decision.grade, allowed="decide it once"))
        elif refused is not None:
            problems.append(refused)
        else:
            judgement = tool.things[paths[path]]
            assert isinstance(judgement, Judgement)
            usable[path] = (tool.scale_by_id[judgement.scale].by_id[decision.grade].rank, decision)
    return usable, tuple(problems)


def _not_decidable(path: str, given: object, paths: Iterable[str]) -> Problem:
    """What is wrong with a decision of nothing, or with none."""
    if path in paths:
        message, allowed = f"`{path}` is decided by no grade", "a grade, with `by` and `reason`"
    else:
        near = difflib.get_close_matches(path, list(paths), n=1, cutoff=0.6)
        message, allowed = f"`{path}` is no judgement of this tool", f"did you mean `{near[0]}`?" if near else ""
    return Problem(thing=path, message=message, given=_shown(given), allowed=allowed)


def _refused_decision(path: str, decision: Decision, name: str, tool: Tool) -> Problem | None:
    """What is wrong with a decision on the judgement *name*; None for nothing."""
    judgement = tool.things[name]
    assert isinstance(judgement, Judgement)
    scale = tool.scale_by_id[judgement.scale]
    if decision.grade not in scale.by_id:
        allowed = ", ".join(f"`{grade.id}`" for grade in scale.grades)
        message = f"`{path}` cannot be decided as `{_shown(decision)}`"
        return Problem(thing=path, message=message, given=_shown(decision), allowed=allowed)
    if judgement.decided_by and role_named(decision.by, tool) not in judgement.decided_by:
        allowed = "decided by " + " or ".join(f"`{role}`" for role in judgement.decided_by)
        by = f"`{decision.by}`" if decision.by else "nobody named"
        message = f"`{path}` was decided by {by}, who does not hold the role"
        return Problem(thing=path, message=message, given=decision.by, allowed=allowed)
    return None


def _former_paths(path: str, tool: Tool) -> Iterator[str]:
    """What a result was called under former ids of its judgement and its section."""
    judgement, *rest = path.split("/")
    heads = (judgement, *tool.things[judgement].formerly)
    sections = (rest[0], *tool.things[rest[0]].formerly) if rest else ("",)
    for head in heads:
        for section in sections:
            yield "/".join(filter(None, [head, section, *rest[1:]]))


def _decision(given: Decision | Mapping[str, object]) -> Decision | None:
    if isinstance(given, Decision):
        return attrs.evolve(given, grade=str(given.grade))
    if not isinstance(given, Mapping) or "grade" not in given or set(given) - {"grade", "by", "reason", "person"}:
        return None
    words = {str(key): str(value) for key, value in given.items()}
    return Decision(words.pop("grade"), **words)
