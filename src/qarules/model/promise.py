"""What an author promises of a tool: claims about every audit there could be."""

from __future__ import annotations

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.condition import At, Condition


@frozen(kw_only=True)
class Claim:
    """
    What a judgement always or never is, whatever the audit.

    Attributes:
        always: False for never.
        better_than, worse_than: The claim is about grades beyond *at*, not at it.
        when: The audits it speaks of; None for all.
    """

    judgement: str
    always: bool
    at: At
    when: Condition | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Promise:
    """Claims about every possible audit, under a title."""

    title: str
    claims: tuple[Claim, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
