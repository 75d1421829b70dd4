"""What was handed in, read against the tool: usable answers, and a problem for everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from qarules.engine.steps import Value
from qarules.engine.values import Refused, allowed_words, did_you_mean, is_blank, read_value, shown
from qarules.frozen import frozen
from qarules.model.answers import Answer, Status
from qarules.model.outcome import Problem
from qarules.model.tool import (
    Item,
    Section,
    Tool,
)

Given = Mapping[str, object]

Asked = TypeVar("Asked", Item, Section, Section | Item)

KEYS = ("value", "status", "note", "reason", "evidence")


@frozen
class Read:
    """
    One usable answer.

    Attributes:
        value: As the engine reckons with it: a rank, True or False, an exact number, a date, a choice, a count of rows.
        answer: What came with it.
    """

    value: Value
    answer: Answer


@frozen(kw_only=True)
class Readings:
    """
    Everything usable.

    Attributes:
        answers: By the path of the item.
        cannot_tell: Paths of items answered that the evidence does not allow an answer.
        sections_off: Sections said not to apply.
        instances: How many instances each repeated section has.
        told: The sections of which it was said that they do not apply, or what their instances are.
        refused: Paths and sections for which something was handed in that cannot be used.
    """

    answers: Mapping[str, Read]
    cannot_tell: frozenset[str]
    sections_off: Mapping[str, Answer]
    instances: Mapping[str, int]
    told: frozenset[str]
    refused: frozenset[str]
    problems: tuple[Problem, ...]


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
            told=frozenset(self.told),
            refused=frozenset(problem.thing for problem in self.problems),
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
            allowed = did_you_mean(name, names)
        self.refuse(name, f"`{name}` is nothing this tool asks for", given, allowed)

    def refuse(self, thing: str, message: str, given: object, allowed: str) -> None:
        self.problems.append(Problem(thing=thing, message=message, given=shown(given), allowed=allowed))

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
        if answer is None or (answer.status is None and is_blank(answer.value)):
            return
        self.told.add(section.id)
        if answer.status is Status.NOT_APPLICABLE and section.may_not_apply is not None:
            self.sections_off[section.id] = answer
            return
        allowed = []
        if section.repeated:
            allowed.append("a list with the answers of each instance")
        if section.may_not_apply is not None:
            allowed.append('not applicable (`{"status": "not-applicable"}`)')
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
                    self.refuse(
                        f"{section.id}/{number}/{name}",
                        f"`{name}` is nothing the section `{section.id}` asks for",
                        given,
                        did_you_mean(name, names),
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
        elif answer.status is Status.NOT_APPLICABLE or _says_not_applicable(answer.value, item):
            if item.may_not_apply is None and not item.optional:
                self.refuse(path, f"`{path}` always applies", given, allowed_words(item, self.tool))
            else:
                self.answers[path] = Read(None, answer)
        elif not is_blank(answer.value):
            try:
                self.answers[path] = Read(read_value(answer.value, item, self.tool), answer)
            except Refused as refused:
                self.refuse(path, f"`{path}` {refused.message}", answer.value, allowed_words(item, self.tool))

    def answer(self, path: str, given: object) -> Answer | None:
        """What was given with all that came with it; None where that cannot be used, and that was said."""
        answer = shaped(path, given)
        if isinstance(answer, Problem):
            self.problems.append(answer)
            return None
        if answer.status is not None and not is_blank(answer.value):
            self.refuse(path, f"`{path}` has both an answer and a status", given, "give one of the two")
            return None
        return answer


def shaped(path: str, given: object) -> Answer | Problem:
    """What was given for *path* with all that came with it; a problem where it has no shape of an answer."""
    if isinstance(given, Answer):
        return given
    if isinstance(given, Status):
        return Answer(status=given)
    if not isinstance(given, Mapping):
        return Answer(value=given)  # type: ignore[arg-type] # its kind is checked against the item
    unknown = [str(key) for key in given if key not in KEYS]
    status = given.get("status")
    if unknown or (status is not None and status not in [*Status, *(s.value for s in Status)]):
        what = f"`{unknown[0]}`" if unknown else f"the status `{shown(status)}`"
        message = f"the answer to `{path}` has {what}, which means nothing here"
        return Problem(thing=path, message=message, given=shown(given), allowed=_SHAPE)
    evidence = given.get("evidence", ())
    evidence = (evidence,) if isinstance(evidence, str) else evidence
    texts = [given.get("note", ""), given.get("reason", "")]
    if not isinstance(evidence, Sequence) or not all(isinstance(text, str) for text in [*texts, *evidence]):
        message = f"what comes with the answer to `{path}` is not text"
        return Problem(thing=path, message=message, given=shown(given), allowed=_SHAPE)
    return Answer(
        value=given.get("value"),
        status=Status(status) if status is not None else None,
        note=str(texts[0]),
        reason=str(texts[1]),
        evidence=tuple(str(reference) for reference in evidence),
    )


def _says_not_applicable(value: object, item: Item) -> bool:
    """Whether *value* is the author's own name for `not applicable`."""
    return item.may_not_apply is not None and bool(item.may_not_apply.called) and value == item.may_not_apply.called


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
