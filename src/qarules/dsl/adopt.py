"""Taking over another pack: all it says, with what the adopting body changes and sets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

import attrs

from qarules.diagnostics import place
from qarules.dsl import codes
from qarules.dsl.amend import amended, changes, recited
from qarules.dsl.amendments import amendments
from qarules.dsl.find_pack import FindPack, Unavailable
from qarules.dsl.findings import Findings, did_you_mean
from qarules.dsl.mentioned import everything_mentioned
from qarules.dsl.upheld import accounted, report_resting, report_still_named
from qarules.model.bounds import broken_bounds
from qarules.model.pack import Override, Pack
from qarules.model.plain import number_text
from qarules.model.standard import Clause, Standard


def adopted(own: Pack, find_pack: FindPack, findings: Findings) -> Pack:
    """*own* over all that the pack says which its standard adopts; where it adopts none, it can change nothing."""
    if own.standard is None or not own.standard.adopts:
        return _without_changes(own, findings)
    found = find_pack(own.standard.adopts)
    if isinstance(found, Unavailable):
        findings.add(found.fault, own.standard.id, found.message, help=found.help)
        # What is named here may well be there.
        findings.lost.update(mention.name for mention in everything_mentioned(own))
        findings.lost.update(override.parameter for override in own.overrides)
        return attrs.evolve(own, instead=(), tool_changes=(), left_out=())
    wanted = amendments(own, found, findings)
    merged = amended(own, found, wanted, findings)
    report_resting(merged, wanted.replaced, findings)
    wanted = accounted(merged, found, wanted, findings)
    report_still_named(merged, found, wanted.left_out.values(), findings)
    standard = _standard(own.standard, found.standard, wanted.replaced)
    return attrs.evolve(
        merged,
        standard=standard,
        tools=tuple(attrs.evolve(tool, standard=standard) for tool in merged.tools),
        left_out=(*merged.left_out, *wanted.left_out.values()),
        changes=(*merged.changes, *changes(own, found, wanted)),
    )


def _without_changes(own: Pack, findings: Findings) -> Pack:
    """*own*, which adopts nothing; whatever would change something adopted is reported."""
    said = [(place(clause.replaces[0]), "replaces") for clause in own.clauses if clause.replaces]
    said += [(each.span, "instead") for each in own.instead if not each.tool]
    said += [(each.span, "leave out") for each in own.left_out if not each.tool]
    said += [(each.span, "changes to") for each in own.tool_changes]
    for where, word in said:
        findings.add(
            codes.DOES_NOT_BELONG,
            where,
            f"`{word}` changes something in a pack that is adopted, and this pack adopts none",
            help='say in the standard which one it adopts: `adopts "…"`',
        )
    return attrs.evolve(own, instead=(), tool_changes=(), left_out=())


def _standard(own: Standard, taken: Standard | None, replaced: Mapping[str, Clause]) -> Standard:
    """The adopting standard, with the dates and the calendar of the other where it names none."""
    if taken is None:
        return own
    is_dated = own.in_force_from is not None or own.in_force_until is not None
    return attrs.evolve(
        own,
        sources=(*taken.sources, *own.sources),
        in_force_from=own.in_force_from if is_dated else taken.in_force_from,
        in_force_until=own.in_force_until if is_dated else taken.in_force_until,
        calendar=own.calendar or taken.calendar,
        local=own.local or taken.local,
        cites=(*recited(taken, replaced).cites, *own.cites),
    )


def overridden(pack: Pack, findings: Findings) -> Pack:
    """*pack* with its parameters and roles as it sets them; what it sets and has not, or out of bounds, is reported."""
    parameters = {parameter.id: parameter for parameter in pack.parameters}
    roles = {role.id: role for role in pack.roles}
    for override in pack.overrides:
        name, value = override.parameter, override.value
        if isinstance(value, tuple) and name in roles:
            roles[name] = attrs.evolve(roles[name], held_by=value, vacant=False)
        elif not isinstance(value, tuple) and name in parameters:
            parameters[name] = attrs.evolve(parameters[name], value=value)
        elif name not in findings.lost:
            _report_not_set(override, parameters, roles, findings)
    settled = attrs.evolve(pack, parameters=tuple(parameters.values()), roles=tuple(roles.values()))
    _report_out_of_bounds(settled, findings)
    return settled


def _report_not_set(
    override: Override, parameters: Collection[str], roles: Collection[str], findings: Findings
) -> None:
    """Report a number for what is no parameter, and names for what is no role."""
    name = override.parameter
    what, there, other = ("parameter", parameters, roles)
    wrong = "a role is held by names in quotation marks, not by a number"
    if isinstance(override.value, tuple):
        what, there, other = ("role", roles, parameters)
        wrong = "a parameter is set to a number, without quotation marks"
    findings.add(
        codes.UNKNOWN_NAME,
        name,
        f"there is no {what} `{name}`",
        help=wrong
        if name in other
        else did_you_mean(name, there) or f"name a {what} of this pack or the one it adopts",
    )


def _report_out_of_bounds(pack: Pack, findings: Findings) -> None:
    """Report every value out of its bounds, where it is set."""
    values = {parameter.id: parameter.value for parameter in pack.parameters}
    places = {override.parameter: override.parameter for override in pack.overrides}
    for parameter in pack.parameters:
        for allowed in broken_bounds(parameter, values):
            findings.add(
                codes.BAD_BOUNDS,
                places.get(parameter.id, parameter.id),
                f"`{parameter.id}` is {number_text(parameter.value or Fraction(0))}, and has to be {allowed}",
                help="set it to a number inside its bounds",
            )
