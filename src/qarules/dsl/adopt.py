"""Taking over another pack: all it says, with what the adopting body sets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from qarules.dsl import codes
from qarules.dsl.find_pack import FindPack, Unavailable
from qarules.dsl.findings import Findings, did_you_mean
from qarules.model.bounds import broken_bounds
from qarules.model.pack import Pack, Standard
from qarules.model.plain import number_text


def adopted(own: Pack, find_pack: FindPack, findings: Findings) -> Pack:
    """*own* after all that the pack says which its standard adopts; as it is where it adopts none."""
    if own.standard is None or not own.standard.adopts:
        return own
    found = find_pack(own.standard.adopts)
    if isinstance(found, Unavailable):
        findings.add(found.fault, own.standard.id, found.message, help=found.help)
        findings.lost.update(override.parameter for override in own.overrides)
        return own
    standard = _standard(own.standard, found.standard)
    # What the other pack uses came with it, and is not brought a second time; its examples are of it as it stands.
    together: dict[str, Any] = {
        field.name: (*getattr(found, field.name), *getattr(own, field.name))
        for field in attrs.fields(Pack)
        if isinstance(getattr(own, field.name), tuple) and field.name not in {"uses", "examples"}
    }
    taken = attrs.evolve(own, **together)
    return attrs.evolve(
        taken, standard=standard, tools=tuple(attrs.evolve(tool, standard=standard) for tool in taken.tools)
    )


def _standard(own: Standard, taken: Standard | None) -> Standard:
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
        cites=(*taken.cites, *own.cites),
    )


def overridden(pack: Pack, findings: Findings) -> Pack:
    """*pack* with its parameters as it sets them; what it sets and has not, or out of bounds, is reported."""
    parameters = {parameter.id: parameter for parameter in pack.parameters}
    for override in pack.overrides:
        parameter = parameters.get(override.parameter)
        if parameter is None and override.parameter in findings.lost:
            continue
        if parameter is None:
            findings.add(
                codes.UNKNOWN_NAME,
                override.parameter,
                f"there is no parameter `{override.parameter}`",
                help=did_you_mean(override.parameter, parameters)
                or "name a parameter of this pack or the one it adopts",
            )
            continue
        parameters[parameter.id] = attrs.evolve(parameter, value=override.value)
    settled = attrs.evolve(pack, parameters=tuple(parameters.values()))
    _report_out_of_bounds(settled, findings)
    return settled


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
