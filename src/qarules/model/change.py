"""What an adopting pack changes in the pack it adopts: as its author wrote it, and as every result shows it."""

from __future__ import annotations

import enum

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


@frozen(kw_only=True)
class Instead:
    """
    ``instead deadline moderation-done "…"``: a definition of this pack takes the place of the adopted one.

    Attributes:
        what: The kind of construct, in the language's own word.
        id: Of both definitions; for an example or a promise its title.
        tool: The tool it is a part of; empty for none.
    """

    what: str
    id: str
    tool: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def path(self) -> str:
        """Its id, behind the id of the tool where it is a part of one."""
        return f"{self.tool}/{self.id}" if self.tool else self.id


@frozen(kw_only=True)
class Omitted:
    """
    ``leave out activity dip-audits because "…"``: an adopted definition is not taken over.

    Attributes:
        what, id, tool: As for :class:`Instead`.
        cites: The clauses it sets aside; once linked, all that nothing else holds.
    """

    what: str
    id: str
    tool: str = ""
    because: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def path(self) -> str:
        """Its id, behind the id of the tool where it is a part of one."""
        return f"{self.tool}/{self.id}" if self.tool else self.id


class How(enum.Enum):
    """In which way something adopted was changed."""

    SET = "set"
    REPLACED = "replaced"
    RESTATED = "restated"
    ADDED = "added"
    LEFT_OUT = "left out"


@frozen(kw_only=True)
class Change:
    """
    One thing that an adopting body changed in what it adopted.

    Attributes:
        by: The id of its standard.
        what: The kind of construct: ``parameter``, ``clause``, ``deadline``.
        id: What was changed; a part of a tool as ``review/evidence-suggests``.
        text: The change as a sentence.
        because: Why, in its own words; empty for nothing said.
        clauses: Ids of the clauses behind it; for what was left out, of those it sets aside.
        span: Where it was written.
    """

    by: str
    how: How
    what: str
    id: str
    text: str
    because: str = ""
    clauses: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    def __str__(self) -> str:
        return f"{self.text}: {self.because}" if self.because else self.text
