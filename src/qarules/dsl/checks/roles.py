"""Every name of a role means one role: whoever is given under it would otherwise hold another's."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.model.pack import Pack
from qarules.model.standard import Role

_UNSAID = "…"
"""What the parser puts in the place of a title that is missing, and reported."""


def check(pack: Pack, findings: Findings) -> None:
    """Report ids, titles and other names that two roles share; two of one id are reported where they are linked."""
    first: dict[str, Role] = {}
    for role in pack.roles:
        for folded, name in {_folded(name): name for name in (*role.also_known_as, role.title, role.id)}.items():
            earlier = first.setdefault(folded, role)
            if folded == _UNSAID or _folded(earlier.id) == _folded(role.id):
                continue
            findings.add(
                codes.DUPLICATE_NAME,
                at(role.id, role.span),
                f"`{name}` means two roles, `{earlier.id}` and `{role.id}`",
                help="give one of the two another name: people are given by the id, title or other name of a role",
                labels=[(at(earlier.id, earlier.span), "the first")],
            )


def _folded(name: str) -> str:
    """As people and roles are looked up: case and white space make no difference."""
    return "".join(name.split()).casefold()
