"""What was proved of a tool, and what was found, as text."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.export.names import counted
from qarules.model.proof import Finding, Proof

_EXACT = 100_000
"""Up to so many audits are told to the last one."""


def proof_text(proof: Proof) -> str:
    """The proof of one tool: how many audits, what does not hold with audits that show it, what holds."""
    return "\n".join(_lines(proof)) + "\n"


def _lines(proof: Proof) -> Iterator[str]:
    on = f" on {proof.on.isoformat()}" if proof.on is not None else ""
    is_judged = proof.reached or proof.findings
    yield f"{proof.title} ({proof.tool}){on}: {audits_words(proof.audits) if is_judged else 'nothing is judged'}"
    if proof.instances is not None and is_judged:
        yield f"  with up to {counted(proof.instances, 'instance')} of each repeated section"
    for finding in proof.findings:
        yield from _finding(finding)
    if proof.shown:
        yield "  for every audit:"
        yield from (f"    {shown.message}" for shown in proof.shown)


def _finding(finding: Finding) -> Iterator[str]:
    place = f"{finding.span} " if finding.span is not None else ""
    yield f"  {place}{finding.kind}"
    yield f"    {finding.message}"
    if finding.explained:
        cites = f" ({', '.join(finding.cites)})" if finding.cites else ""
        yield f"    meant: {finding.explained}{cites}"
    for example in finding.examples:
        yield ""
        yield from (f"    {line}".rstrip() for line in example.splitlines())
    if finding.examples:
        yield ""


def audits_words(number: int) -> str:
    """How many audits there are, as people can grasp it: ``5.4 × 10^15 possible audits``."""
    if number <= _EXACT:
        return f"{number:,} possible audit{'s' * (number != 1)}"
    digits = len(str(number)) - 1
    tenths = round(number / 10 ** (digits - 1)) if digits < 300 else number // 10 ** (digits - 1)
    return f"{tenths / 10:.1f} × 10^{digits} possible audits"


def summary_words(proofs: tuple[Proof, ...]) -> str:
    """How many findings there are in several proofs, and how many of them are explained."""
    every = [finding for proof in proofs for finding in proof.findings]
    explained = sum(not finding.is_open for finding in every)
    found = counted(len(every) - explained, "finding") if len(every) > explained else "no findings"
    also = f", {explained} explained" if explained else ""
    return f"{found}{also} in {counted(len(proofs), 'tool')}"
