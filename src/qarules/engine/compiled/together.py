"""Reading answers where they are added up: one that is only counted needs no variable of its own."""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence

VARIABLE = re.compile(r"\b(?:[a-z]+\d+(?:_\d+)?|[kvx]\d+[a-z]*)\b")

# Both at the depth at which a function begins: no condition stands before them.
_LOOKED_UP = re.compile(r" {4}(v\d+) = (\w+\[\w+\[\w+\]\])")
_SUM = re.compile(r"( {4}s\d+ \+?= )([sv]\d+(?: \+ [sv]\d+)*)")


def together(lines: Sequence[str]) -> list[str]:
    """The same *lines* of a function with fewer variables."""
    uses = collections.Counter(VARIABLE.findall("\n".join(lines)))
    lookups = {found[1]: found[2] for line in lines if (found := _LOOKED_UP.fullmatch(line))}
    counted: set[str] = set()
    made = []
    for line in lines:
        if found := _SUM.fullmatch(line):
            terms = found[2].split(" + ")
            here = {var for var in terms if var in lookups and uses[var] == 2}
            counted |= here
            made.append(found[1] + " + ".join(lookups[var] if var in here else var for var in terms))
        else:
            made.append(line)
    return [line for line in made if not ((found := _LOOKED_UP.fullmatch(line)) and found[1] in counted)]
