"""
T26, the job that every engine is measured by: 26 criteria in four sections, one grade for each and one for the whole.

`t26.qa` is the tool. :func:`by_hand` is how a Python programmer would write it who needs just this one; what it costs
is the unit (B) of every ratio. :func:`checked` holds every engine to its grades.
"""

from __future__ import annotations

import functools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import qarules

HERE = Path(__file__).parent
AUDITS = 100_000
SECTIONS = {"basic": 6, "assessment": 9, "planning": 6, "oversight": 5}
IDS = {section: [f"{section}-{number}" for number in range(1, count + 1)] for section, count in SECTIONS.items()}
CRITERIA = [criterion for ids in IDS.values() for criterion in ids]
NOT_APPLICABLE = qarules.NOT_APPLICABLE
BANDS = ("clear", "some", "limited", NOT_APPLICABLE)
# Mostly good practice, as in life; of every tenth audit each band is equally likely, so that every grade occurs.
USUAL, EVEN = (70, 20, 4, 6), (1, 1, 1, 1)


@functools.cache
def tool() -> qarules.Tool:
    """T26."""
    return qarules.load(HERE / "t26.qa")


@functools.cache
def audits(count: int = AUDITS) -> list[dict[str, object]]:
    """So many audits, the same on every machine and day; every seventh leaves a whole section not applicable."""
    chance = random.Random(26)
    made = []
    for number in range(count):
        bands = chance.choices(BANDS, EVEN if number % 10 == 0 else USUAL, k=len(CRITERIA))
        audit: dict[str, object] = dict(zip(CRITERIA, bands, strict=True))
        if number % 7 == 0:
            audit.update(dict.fromkeys(IDS[chance.choice(list(IDS))], NOT_APPLICABLE))
        made.append(audit)
    made[0] = dict.fromkeys(CRITERIA, NOT_APPLICABLE)
    return made


def section_by_hand(answers: dict[str, object], ids: Sequence[str]) -> str | None:
    """The grade of a section; None where nothing of it applies."""
    given = [answers[criterion] for criterion in ids]
    applicable = len(given) - given.count(NOT_APPLICABLE)
    if not applicable:
        return None
    limited, clear = given.count("limited"), given.count("clear")
    if 2 * limited >= applicable:
        return "inadequate"
    if clear == applicable:
        return "outstanding"
    if not limited and 2 * clear >= applicable:
        return "good"
    return "requires-improvement"


def by_hand(answers: dict[str, object]) -> str | None:
    """The overall grade; None where no section counts."""
    grades = {section: section_by_hand(answers, ids) for section, ids in IDS.items()}
    counting = [grade for grade in grades.values() if grade is not None]
    if not counting:
        return None
    if "inadequate" in counting:
        return "inadequate"
    weak = counting.count("requires-improvement")
    if not weak:
        return "outstanding" if counting.count("outstanding") >= 3 else "good"
    return "good" if weak == 1 and grades["oversight"] in ("good", "outstanding") else "requires-improvement"


@functools.cache
def expected(count: int = AUDITS) -> list[str]:
    """The overall grades, ``not-applicable`` where there is none."""
    return [by_hand(audit) or "not-applicable" for audit in audits(count)]


def checked(name: str, grades: Sequence[object]) -> None:
    """Refuse an engine that comes to other grades."""
    wanted = expected()[: len(grades)]
    found = ["not-applicable" if grade is None else str(grade) for grade in grades]
    wrong = sum(a != b for a, b in zip(found, wanted, strict=True))
    if wrong:
        message = f"{name} grades {wrong} of {len(found)} audits otherwise"
        raise AssertionError(message)


def seconds(call: Callable[[], object], rounds: int = 5) -> list[float]:
    """What *call* takes of the processor, each round by itself: others may be at work on the machine."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return taken


def ratios(call: Callable[[], object], count: int, *, rounds: int = 5) -> list[float]:
    """What *call* costs for each of the first *count* audits, in B measured over the same before and after a round."""
    unit = min(count, AUDITS)
    given = audits()[:unit]

    def hand() -> None:
        for audit in given:
            by_hand(audit)

    hand()
    found = []
    for _ in range(rounds):
        before = seconds(hand, 1)[0]
        taken = seconds(call, 1)[0]
        after = seconds(hand, 1)[0]
        found.append((taken / count) / ((before + after) / 2 / unit))
    return found


def told(name: str, found: Sequence[float], unit: str = "B") -> str:
    """One line of a report: the median, and from where to where the rounds lie."""
    return f"{name:52} {statistics.median(found):10.3f} {unit}   ({min(found):.3f} to {max(found):.3f})"


def curve(title: str, sizes: Sequence[int], cost: Callable[[int], float]) -> str:
    """One line of a report: the cost of one where there are so many, against that of the middle size."""
    costs = [cost(size) / size for size in sizes]
    unit = costs[len(costs) // 2]
    ratios = "  ".join(f"{size:,}: {each / unit:.2f}" for size, each in zip(sizes, costs, strict=True))
    return f"{title:36} {ratios}"
