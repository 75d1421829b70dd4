"""What a stored case keeps: knowns as they were handed in, and nothing no machine can write out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import qarules


@pytest.mark.parametrize("given", [Fraction(5), Decimal("2.5"), 7, True, "text", qarules.CANNOT_TELL])
def test_knowns_come_back_as_they_mean(given):
    """A number stays a number, a status a status."""
    kept = qarules.CaseFile(pack="p", case=qarules.Case(known={"age": given}))
    (back,) = qarules.from_json(qarules.to_json(kept), qarules.CaseFile).case.known.values()
    expected = {"status": "cannot-tell"} if given is qarules.CANNOT_TELL else given
    assert back == expected


def test_half_a_character_is_refused():
    """JSON can escape what nobody can write out."""
    with pytest.raises(qarules.CodecError):
        qarules.from_json('{"format_version": 1, "pack": "\\ud800"}', qarules.CaseFile)
