"""Titles instead of ids, persons beside their roles, and days with their weekday, for texts that people read."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable

from qarules.engine.people import role_of
from qarules.frozen import frozen
from qarules.model.activity import Activity, Parameter, Sample
from qarules.model.calendar import Weekday
from qarules.model.case import When
from qarules.model.pack import Pack
from qarules.model.prose import one_of
from qarules.model.recording import Recording
from qarules.model.route import Deadline, Escalation, Event, Process
from qarules.model.tool import Item, Tool
from qarules.model.words import day_words

_Titled = Tool | Item | Parameter | Activity | Sample | Escalation | Process | Deadline | Event
_WEEKDAYS = tuple(Weekday)


def weekday_words(day: datetime.date) -> str:
    """``Thursday 7 May 2026``."""
    return f"{_WEEKDAYS[day.weekday()].value} {day_words(day)}"


def when_words(when: When) -> str:
    """``Thursday 7 May 2026``, and the time of day where there is one: ``Thursday 7 May 2026 at 16:30``."""
    time = f" at {when:%H:%M}" if isinstance(when, datetime.datetime) else ""
    return weekday_words(when) + time


def counted(count: int, thing: str) -> str:
    """``1 item``, ``2 items``."""
    return f"{count} {thing}{'s' * (count != 1)}"


@frozen
class Names:
    """What the things of a pack are called; what it does not know is called what it was called before."""

    pack: Pack

    def role(self, name: str) -> str:
        """The title of a role or forum."""
        known = role_of(name, self.pack.roles)
        forums = {str(forum.id): forum.title for forum in self.pack.forums}
        return known.title if known is not None else forums.get(name, name)

    def held(self, roles: Iterable[str], persons: Iterable[str], joint: str = "or") -> str:
        """``Auditor (Kim Lee)``; who holds them is left out where nobody is known."""
        people = ", ".join(persons)
        titles = one_of(map(self.role, roles), joint)
        return f"{titles} ({people})" if people and people != titles else titles

    def is_role(self, name: str) -> bool:
        """Whether it is a role of the pack, or one of its forums; a row may name a person instead."""
        return role_of(name, self.pack.roles) is not None or any(forum.id == name for forum in self.pack.forums)

    def record(self, name: str) -> str:
        """The title of a record."""
        return next((record.title for record in self.pack.records if record.id == name), name)

    def thing(self, name: str) -> str:
        """The title of an event, deadline, step, item or whatever else may be waited for, with its id."""
        title = self._titles.get(name, "")
        return f"{title} (`{name}`)" if title and title != name else f"`{name}`"

    def awaited(self, name: str) -> str:
        """As a thing; of an escalation or process, the day on which it started."""
        is_route = any(route.id == name for route in self._routes)
        return f"on which day {self.thing(name)} started" if is_route else self.thing(name)

    def title(self, name: str) -> str:
        """The title of a thing alone."""
        return self._titles.get(name) or name

    @functools.cached_property
    def _routes(self) -> tuple[Escalation | Process, ...]:
        return (*self.pack.escalations, *self.pack.processes)

    @functools.cached_property
    def _titles(self) -> dict[str, str]:
        """By id; where two kinds of things share one, what terms are counted from comes first."""
        pack = self.pack
        found = {f"{route.id}/{step.id}": step.title for route in self._routes for step in route.steps}
        for tool in pack.tools:
            found |= {judgement.id: judgement.title for judgement in tool.judgements}
            found |= {item.id: item.title for section in tool.sections for item in section.items}
            found |= {known.id: known.title for known in tool.knowns}
        kinds: tuple[Iterable[_Titled], ...] = (
            pack.tools,
            pack.knowns,
            pack.parameters,
            pack.activities,
            pack.samples,
            self._routes,
            pack.deadlines,
            pack.events,
        )
        return found | {str(thing.id): thing.title for things in kinds for thing in things}

    def recording(self, recording: Recording) -> tuple[str, ...]:
        """Where something is written down, and where never; a line each, none where nothing is said."""
        inside = one_of(map(self.record, recording.inside), "and")
        never = one_of(map(self.record, recording.never))
        return tuple(
            line for line, said in ((f"recorded in: {inside}", inside), (f"NEVER recorded in: {never}", never)) if said
        )
