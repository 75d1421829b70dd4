"""
What something after the grade waits for, in the words of the language.

What stands here is at once what a result quotes and what a rule file says: reading it back gives the same value.
"""

from __future__ import annotations

from typing import assert_never

from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Trigger
from qarules.model.words import condition_words, counted_words


def trigger_words(trigger: Trigger) -> str:
    """``final-judgement is lowered by at least 2 steps``."""
    match trigger:
        case Holds():
            return condition_words(trigger.when)
        case Raised():
            return f"raised by {', '.join(trigger.by)}"
        case AnythingDiffers():
            return "nothing differs" if trigger.nothing else "anything differs"
        case Differs():
            return f"{trigger.thing} {trigger.way.value}{_by(trigger.steps)}"
        case CountDiffers():
            counted, is_one = counted_words(trigger.quantity, trigger.of, items_by_name=True)
            return f"{counted} {'differs' if is_one else 'differ'}{_by(trigger.steps)}"
        case Overdue():
            return f"{trigger.deadline} is overdue"
        case Happens():
            return f"{trigger.event} happens"
        case _:
            assert_never(trigger)


def _by(steps: int) -> str:
    return f" by at least {steps} steps" if steps > 1 else ""
