"""
The passes in order: text -> words -> tree -> model -> linked pack -> checks.

Nothing here reads a file or another pack by itself; both are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qarules.diagnostics import Diagnostic, Severity
from qarules.dsl import codes
from qarules.dsl.allow import Allowed, allow
from qarules.dsl.build import build
from qarules.dsl.checks import PACK_CHECKS, TOOL_CHECKS
from qarules.dsl.find_pack import FindPack, no_other_packs
from qarules.dsl.findings import Findings
from qarules.dsl.link import link
from qarules.dsl.parser import parse
from qarules.dsl.source import Source
from qarules.dsl.tokens import LONGEST_TEXT
from qarules.dsl.trees import Reader
from qarules.frozen import frozen
from qarules.model.pack import Pack


@frozen(kw_only=True)
class Compiled:
    """
    What became of a text.

    Attributes:
        pack: None where an error leaves nothing to run.
        diagnostics: Every finding, by file and place; warnings leave the pack whole.
        allowed: The findings that comments of the files allow, which are not among the diagnostics.
        texts: The texts by the name of their source, to show the lines that findings are about.
    """

    pack: Pack | None
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    allowed: tuple[Allowed, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that leave nothing to run."""
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)


def compile_text(text: str, *, name: str = "<text>") -> Compiled:
    """
    Compile one text that stands by itself.

    Any text at all gives a pack or diagnostics; nothing is raised.

    Args:
        text: A rule file.
        name: What its places are called.
    """
    return compile_pack([Source(name, text)], name=name)


def compile_pack(
    sources: Sequence[Source], *, name: str, find_pack: FindPack = no_other_packs, findings: Findings | None = None
) -> Compiled:
    """
    Compile the files of one pack.

    Args:
        sources: Its files, in any order.
        name: What the pack is called where it states no standard.
        find_pack: Gives the packs it uses.
        findings: What was found about its files before their text was read.
    """
    findings = findings if findings is not None else Findings()
    files = [read_file(source, findings) for source in sorted(sources, key=lambda source: source.name)]
    pack = link(files, name, find_pack, findings)
    for check_pack in PACK_CHECKS:
        check_pack(pack, findings)
    for tool in pack.tools:
        for check_tool in TOOL_CHECKS:
            check_tool(tool, findings)
    found = findings.sorted()
    allowed = allow(sources, found, findings)
    stays = {each.diagnostic for each in allowed}
    diagnostics = tuple(each for each in findings.sorted() if each not in stays)
    broken = any(found.severity is Severity.ERROR for found in diagnostics)
    texts = {source.name: source.text for source in sources}
    return Compiled(pack=None if broken else pack, diagnostics=diagnostics, allowed=allowed, texts=texts)


def read_file(source: Source, findings: Findings) -> Pack:
    """What one file says, its names still open."""
    if len(source.text) > LONGEST_TEXT:
        findings.add(
            codes.TEXT_TOO_LARGE,
            source.span(0, 0),
            f"this file has {len(source.text):,} characters; a rule file has at most {LONGEST_TEXT:,}",
            help="check that this is a rule file, or divide it",
        )
        return Pack(name="")
    return build(parse(source, findings), Reader(source, findings))
