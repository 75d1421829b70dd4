"""Taking over another pack: all it says, with what the adopting body sets."""

from __future__ import annotations

from typing import Any

import attrs

from qarules.dsl import codes
from qarules.dsl.find_pack import FindPack, Unavailable
from qarules.dsl.findings import Findings, did_you_mean
from qarules.model.activity import Parameter
from qarules.model.pack import Override, Pack, Standard
from qarules.model.plain import number_text


def adopted(own: Pack, find_pack: FindPack, findings: Findings) -> Pack:
    """*own* after all that the pack says which its standard adopts; as it is where it adopts none."""
    if own.standard is None or not own.standard.adopts:
        return own
    found = find_pack(own.standard.adopts)
    if isinstance(found, Unavailable):
        findings.add(found.fault, own.standard.id, found.message, help=found.help)
        return own
    standard = _standard(own.standard, found.standard)
    # What the other pack uses came with it, and is not brought a second time.
    together: dict[str, Any] = {
        field.name: (*getattr(found, field.name), *getattr(own, field.name))
        for field in attrs.fields(Pack)
        if isinstance(getattr(own, field.name), tuple) and field.name != "uses"
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
    if not pack.overrides:
        return pack
    parameters = {parameter.id: parameter for parameter in pack.parameters}
    for override in pack.overrides:
        parameter = parameters.get(override.parameter)
        if parameter is None:
            findings.add(
                codes.UNKNOWN_NAME,
                override.parameter,
                f"there is no parameter `{override.parameter}`",
                help=did_you_mean(override.parameter, parameters)
                or "name a parameter of this pack or the one it adopts",
            )
            continue
        _report_out_of_bounds(parameter, override, findings)
        parameters[parameter.id] = attrs.evolve(parameter, value=override.value)
    return attrs.evolve(pack, parameters=tuple(parameters.values()))


def _report_out_of_bounds(parameter: Parameter, override: Override, findings: Findings) -> None:
    low, high, value = parameter.low, parameter.high, override.value
    is_low = low is not None and not isinstance(low, str) and value < low
    is_high = high is not None and not isinstance(high, str) and value > high
    if is_low or is_high:
        word, bound = ("at least", low) if is_low else ("at most", high)
        assert bound is not None
        assert not isinstance(bound, str)
        findings.add(
            codes.BAD_BOUNDS,
            override.parameter,
            f"`{parameter.id}` is {word} {number_text(bound)}, and this sets it to {number_text(value)}",
            help="set it to a number inside its bounds",
        )
