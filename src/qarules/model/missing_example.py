"""Examples that are missing: ready to be put beside the rules, each for ways that no example takes yet."""

from __future__ import annotations

from qarules.frozen import frozen
from qarules.model.decision_coverage import Branch
from qarules.model.example import Example


@frozen(kw_only=True)
class MissingExample:
    """
    An example that was looked for and found: it comes true, and takes what no other example takes.

    Attributes:
        text: The example in the words of the language, to be put into the rule file.
        branches: The ways it takes that no example took.
    """

    example: Example
    text: str
    branches: tuple[Branch, ...]


@frozen(kw_only=True)
class MissingExamples:
    """
    The examples that a pack lacks.

    Attributes:
        pack: Its name.
        examples: In the order of the ways they were looked for.
        not_found: The ways for which none was found within the bounds of the search. That there is none is not said.
    """

    pack: str
    examples: tuple[MissingExample, ...] = ()
    not_found: tuple[Branch, ...] = ()
