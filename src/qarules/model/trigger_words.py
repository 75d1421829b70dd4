"""
What something after the grade waits for, in the words of the language.

What stands here is at once what a result quotes and what a rule file says: reading it back gives the same value.
"""

from __future__ import annotations

from typing import assert_never

from qarules.model.condition import ItemsIn, Named, SectionsBy
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Trigger
from qarules.model.words import ALL, ANY, NONE, condition_words, quantity_words


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
            return f"{_counted(trigger)}{_by(trigger.steps)}"
        case Overdue():
            return f"{trigger.deadline} is overdue"
        case Happens():
            return f"{trigger.event} happens"
        case _:
            assert_never(trigger)


def _by(steps: int) -> str:
    return f" by at least {steps} steps" if steps > 1 else ""


def _counted(count: CountDiffers) -> str:
    quantity = quantity_words(count.quantity)
    single = count.quantity in {ANY, NONE} or (count.quantity.amount == 1 and not count.quantity.share)
    match count.of:
        case ItemsIn():
            inside = f" in {', '.join(count.of.sections)}" if count.of.sections else ""
            counted = f"{quantity} {'criterion' if single else 'criteria'}{inside}"
        case Named():
            quantity = "none" if count.quantity == NONE else quantity
            counted = f"{quantity} of {', '.join(count.of.names)}"
            single = False
        case SectionsBy():
            quantity = "every" if count.quantity == ALL else quantity
            single = single or quantity == "every"
            by = f" by {count.of.judgement}" if count.of.judgement else ""
            counted = f"{quantity} section{'' if single else 's'}{by}"
        case _:
            assert_never(count.of)
    return f"{counted} {'differs' if single else 'differ'}"
