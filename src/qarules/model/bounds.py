"""Whether parameters keep within their bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from qarules.model.activity import Parameter
from qarules.model.plain import number_text


def broken_bounds(parameter: Parameter, values: Mapping[str, Fraction | None]) -> Iterator[str]:
    """
    The bounds that the value of *parameter* breaks, in words: ``at least 5, as `fewest` is``.

    Args:
        values: Of every parameter by its id; None for one that is left open. A bound that is another parameter binds
            once that one is set.
    """
    value = values[parameter.id]
    if value is not None and parameter.above is not None and value <= parameter.above:
        yield f"above {number_text(parameter.above)}"
    for side, bound in (("at least", parameter.low), ("at most", parameter.high)):
        end = values.get(bound) if isinstance(bound, str) else bound
        if value is None or end is None or (value >= end if side == "at least" else value <= end):
            continue
        yield f"{side} {number_text(end)}" + (f", as `{bound}` is" if isinstance(bound, str) else "")
