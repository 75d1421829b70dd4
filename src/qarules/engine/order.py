"""What a case says of the order of steps that cannot have been so, or should not."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.engine.course import Course
from qarules.engine.local_time import local_day
from qarules.model.next_step import Part
from qarules.model.outcome import Problem


def order_problems(course: Course) -> Iterator[Problem]:
    """A problem for each step that is done before its time, against its condition, or without all who had to agree."""
    for name in course.steps:
        if name in course.done:
            for message in _wrongs(name, course):
                yield Problem(thing=name, message=message, given="done")


def _wrongs(name: str, course: Course) -> Iterator[str]:
    if course.opening.holds is False:
        yield f"`{name}` is done, and `{course.route.id}` has not started"
    for before in course.waits_for(name):
        yield f"`{name}` is done, and `{before}`, which comes before it, is not"
    gate = course.gates.get(name)
    if gate is not None and gate.holds is False and name not in course.soft:
        yield f"`{name}` is done, and what it waits for is not so: {gate.text}"
    for who in course.participants[name]:
        if who.part in {Part.APPROVES, Part.CONSENTS} and not who.done:
            does = "approved" if who.part is Part.APPROVES else "consented"
            yield f"`{name}` is done, and `{who.role}` has not {does}"
    on = course.recorded.on.get(name)
    start = course.start(name)
    if on is not None and start.day is not None and local_day(on) < start.day:
        yield f"`{name}` is done on {local_day(on).isoformat()}, before it can have started on {start.day.isoformat()}"
