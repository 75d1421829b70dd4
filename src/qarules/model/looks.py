"""The moderation of an audit: who looks at it again, what is compared, and what that calls for."""

from __future__ import annotations

import enum

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.recording import NOWHERE, Recording
from qarules.model.trigger import Trigger


@frozen(kw_only=True)
class Independence:
    """
    From whom somebody has to be independent.

    Attributes:
        not_roles: They must not be the same person as a holder of these roles.
        other_team_than: They must not be of the team of a holder of these roles.
        never_responsible_for: Now or before; roles whose holders they were over, or records of those they worked with.
    """

    not_roles: tuple[str, ...] = ()
    other_team_than: tuple[str, ...] = ()
    never_responsible_for: tuple[str, ...] = ()


ANYONE = Independence()
"""Nobody has to be independent of anybody."""


@frozen(kw_only=True)
class Look:
    """Who looks at an audit, the first, the second or a third time: any of the roles *by*."""

    by: tuple[str, ...]
    independence: Independence = ANYONE


@frozen(kw_only=True)
class Compared:
    """
    What is compared between two looks.

    Attributes:
        criteria: Every criterion of the tool.
        sections: The grade of every section.
        names: Judgements and single items.
    """

    criteria: bool = False
    sections: bool = False
    names: tuple[str, ...] = ()


NOTHING = Compared()
"""Nothing is compared."""


@frozen(kw_only=True)
class Consequence:
    """
    What is called for when two looks lie so: ``when anything differs then conversation "They talk it over"``.

    Attributes:
        then: An escalation or process that starts; otherwise what happens, by an id of its own.
        title: Empty where *then* is an escalation or process.
    """

    when: Trigger
    then: str
    title: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Stands(enum.Enum):
    """Whose grade stands where the looks differ and nothing else was agreed or decided."""

    FIRST = "the first look stands"
    SECOND = "the second look stands"
    THIRD = "the third look stands"
    LOWER = "the lower grade stands"


@frozen(kw_only=True)
class Moderation:
    """
    A second look at an audit, and what follows from it.

    Attributes:
        third: A panel or another third look; None for none.
        sampled: The second look takes up only part of the answers.
        consequences: All that are so are called for.
    """

    id: str
    title: str
    tool: str = ""
    first: Look | None = None
    second: Look | None = None
    third: Look | None = None
    compares: Compared = NOTHING
    sampled: bool = False
    consequences: tuple[Consequence, ...] = ()
    stands: Stands = Stands.FIRST
    recording: Recording = NOWHERE
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
