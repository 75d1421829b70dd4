"""Which rule a difference falls under where that depends on what was said before and is said now."""

from __future__ import annotations

from fractions import Fraction

from qarules.model.scale import Scale
from qarules.model.standard import Role
from qarules.model.tool import Number
from qarules.versions.entries import Choice, Rule, Sides
from qarules.versions.rules import FORM, RESPONSES


def on_the_way(more: Rule, less: Rule) -> Choice:
    """*more* where something is said that was not, *less* where it no longer is."""
    return lambda sides: more if sides.after else less


# --- items -----------------------------------------------------------------------------------------------------------


def item_added(sides: Sides) -> Rule:
    """An item that may be left blank asks nothing of stored audits."""
    return FORM["item-added"] if sides.new.optional else RESPONSES["item-required"]


def item_removed(sides: Sides) -> Rule:
    """An item that the author took out of use is told as that."""
    tool = sides.context.new_tool
    retired = {each.id for each in (*sides.context.new.retired, *(tool.retired if tool is not None else ()))}
    return RESPONSES["item-no-longer-used" if sides.old.id in retired else "item-removed"]


def may_not_apply(sides: Sides) -> Rule:
    """That something may be not applicable, where one version alone says so."""
    if sides.after is not None:
        return FORM["not-applicable-allowed"]
    # What may be left blank may be said not to apply as well.
    if getattr(sides.new, "optional", False) and not sides.before.called:
        return FORM["not-applicable-named"]
    return RESPONSES["not-applicable-refused"]


def called(sides: Sides) -> Rule:
    """An author's own name for `not applicable` that is no longer understood."""
    return RESPONSES["not-applicable-renamed"] if sides.before else FORM["not-applicable-named"]


def formerly(sides: Sides) -> Rule:
    """Former ids that are no longer understood."""
    known = {sides.new.id, *sides.after}
    return FORM["former-id"] if known.issuperset(sides.before) else RESPONSES["former-id-lost"]


# --- scales and numbers ----------------------------------------------------------------------------------------------


def scale(sides: Sides) -> Rule:
    """Another scale; its bands may be the same."""
    before, after = sides.context.old_scale(sides.before), sides.context.new_scale(sides.after)
    return FORM["scale-of-the-same-bands"] if _has_all(before, after) else RESPONSES["scale-changed"]


def _has_all(before: Scale | None, after: Scale | None) -> bool:
    return before is not None and after is not None and after.by_id.keys() >= before.by_id.keys()


def low(sides: Sides) -> Rule:
    """Another lower end; it is the origin of the grid as well."""
    after, before = sides.after, sides.before
    fits = (after is None or (before is not None and after <= before)) and _is_on_grid(sides.old, sides.new)
    return FORM["numbers-widened"] if fits else RESPONSES["numbers-narrowed"]


def high(sides: Sides) -> Rule:
    """Another upper end; numbers up to it need not be on the grid."""
    last = _last(sides.old)
    fits = sides.after is None or (last is not None and last <= sides.after)
    return FORM["numbers-widened"] if fits else RESPONSES["numbers-narrowed"]


def step(sides: Sides) -> Rule:
    """Another distance between neighbours."""
    return FORM["numbers-widened"] if _is_on_grid(sides.old, sides.new) else RESPONSES["numbers-narrowed"]


def _is_on_grid(old: Number, new: Number) -> bool:
    """Whether every number of the one grid is on the other."""
    return old.step % new.step == 0 and ((old.low or 0) - (new.low or 0)) % new.step == 0


def _last(number: Number) -> Fraction | None:
    if number.high is None:
        return None
    origin = number.low or Fraction(0)
    return origin + (number.high - origin) // number.step * number.step


# --- sections, judgements, roles -------------------------------------------------------------------------------------


def section_added(sides: Sides) -> Rule:
    """A repeated section wants to know its instances."""
    return RESPONSES["section-not-told"] if sides.new.repeated else FORM["section-added"]


def section_removed(sides: Sides) -> Rule:
    """Something may be stored of a section as a whole, besides the answers to its items."""
    told = sides.old.repeated or sides.old.may_not_apply is not None
    return RESPONSES["section-removed"] if told else FORM["section-dissolved"]


def judgement_added(sides: Sides) -> Rule:
    """A judgement that waits for a person has not been decided in any stored audit."""
    waits = sides.new.decided_by or not sides.new.giving
    return RESPONSES["decision-required"] if waits else FORM["judgement-added"]


def decided_by(sides: Sides) -> Rule:
    """Whoever may decide; where nobody is named, anybody may."""
    if not sides.before:
        return RESPONSES["decision-required"]
    if not sides.after:
        return FORM["decision-not-required" if sides.new.giving else "decider-added"]
    names = {sides.context.renames.get(name, name) for name in sides.before}
    return FORM["decider-added"] if names.issubset(sides.after) else RESPONSES["decider-removed"]


def role_names(sides: Sides) -> Rule:
    """Another title or other name: what is stored may use the one before."""
    return FORM["role-name"] if _names(sides.new).issuperset(_names(sides.old)) else RESPONSES["role-name-lost"]


def _names(role: Role) -> set[str]:
    return {role.id, role.title, *role.also_known_as}
