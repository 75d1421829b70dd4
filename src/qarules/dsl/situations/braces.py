"""Braces missing or too many, and constructs in a block where they do not belong."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.diagnostics import Fix, Span
from qarules.dsl import codes
from qarules.dsl.mistake import Guess, Mistake, Open, Sentence
from qarules.dsl.outline import Tokens
from qarules.dsl.source import Token

# How many blocks before a mistake are looked at for the brace that caused it.
_NEAR = 50
_TITLED = frozenset(
    "standard scale role tool section criterion judgement example promise clause calendar record forum parameter "
    "activity sample event deadline moderation escalation process step".split()
)
WITH_PROPERTIES = frozenset("tool section criterion judgement".split())
_OF_THE_FILE = frozenset("SCALE ROLE CLAUSE USE STANDARD CALENDAR RECORD FORUM PARAMETER ACTIVITY SAMPLE".split())


# --- too many --------------------------------------------------------------------------------------------------------


def stray_brace(mistake: Mistake) -> Iterator[Guess]:
    """A closing brace with nothing open."""
    if mistake.kind == "RBRACE" and mistake.block is None and "LBRACE" not in mistake.expected:
        told = Sentence(
            codes.STRAY_BRACE, "this closing brace closes nothing", "leave it out, or look for a brace closed too early"
        )
        yield Guess(sentence=told, skip=1, returns=True, sure=True)


def closed_too_early(mistake: Mistake) -> Iterator[Guess]:
    """A construct follows that belongs into the block whose closing brace was just read."""
    previous, tokens = mistake.previous, mistake.tokens
    if previous is None or previous.type != "RBRACE" or not tokens.opens_part(mistake.at):
        return
    pairs = tokens.pairs_between(0, mistake.at)[-_NEAR:]
    early = next((pair for pair in reversed(pairs) if _is_one_too_many(pair, tokens)), None)
    span = tokens.source.span_of(tokens.words[early[0]] if early is not None else previous)
    told = Sentence(
        codes.STRAY_BRACE,
        f"this closing brace ends a block too early: the {mistake.token} after it belongs inside",
        "leave the brace out",
        span,
        labels=((mistake.span, "this belongs inside"),),
        fixes=(Fix(span, "", safe=False),),
    )
    yield Guess(sentence=told, reopen=True, returns=True)


def _is_one_too_many(pair: tuple[int, int], tokens: Tokens) -> bool:
    """Whether the layout says that a closing brace belongs to no block: set in too far, or behind another brace."""
    close, opening = pair
    if tokens.begins_line(close):
        return tokens.indent(close) > tokens.indent(tokens.head(opening))
    return tokens.kind(close - 1) == "RBRACE" and tokens.line(close) != tokens.line(opening)


# --- missing ---------------------------------------------------------------------------------------------------------


def missing_open_brace(mistake: Mistake) -> Iterator[Guess]:
    """A block without its opening brace."""
    part = mistake.innermost
    if "LBRACE" not in mistake.expected or part is None:
        return
    behind = "it"
    if part.word in _TITLED:
        behind = "its title and properties" if part.word in WITH_PROPERTIES else "its title"
    told = Sentence(
        codes.MISSING_BRACE,
        f"{part} has no opening brace",
        f"put `{{` after {behind}",
        mistake.after_previous,
        fixes=(Fix(mistake.after_previous, " {", safe=False),),
    )
    yield Guess(sentence=told, insert=("LBRACE",), sure=mistake.token is None)


def unclosed_block(mistake: Mistake) -> Iterator[Guess]:
    """A construct begins, or the file ends, while a block is open."""
    if mistake.block is None or mistake.is_misplaced:
        return
    if mistake.token is None or mistake.tokens.opens_construct(mistake.at):
        told = unclosed(mistake, mistake.block)
        for closed in range(1, mistake.depth + 1):
            yield Guess(sentence=told, insert=("RBRACE",) * closed)


def unclosed(mistake: Mistake, block: Open) -> Sentence:
    """The block that lacks its brace: the innermost, or one inside whose place the layout gives away."""
    tokens = mistake.tokens
    assert block.brace is not None
    within = tokens.pairs_between(tokens.index_of(block.brace), mistake.at)
    guilty = next((pair for pair in within if _closes_what_is_around(pair, tokens)), None)
    point, brace = mistake.after_previous, block.brace
    until = "the file ends" if mistake.token is None else f"the next {mistake.token} begins"
    message = f"{block} has no closing brace before {until}"
    if guilty is not None:
        close, opening = guilty
        end = tokens.words[close - 1].end_pos
        point, brace = tokens.source.span(end, end), tokens.words[opening]
        head = tokens.head(opening)
        name = str(tokens.words[head + 1]).strip('"')
        message = f"the {tokens.words[head]} `{name}` has no closing brace: the next one belongs to the block around it"
    return Sentence(
        codes.MISSING_BRACE,
        message,
        "put `}` where it ends",
        point,
        labels=((tokens.source.span_of(brace), "this brace is still open"),) if _is_written(brace) else (),
        fixes=(Fix(point, "\n}", safe=False),),
    )


def _closes_what_is_around(pair: tuple[int, int], tokens: Tokens) -> bool:
    """Whether a closing brace on a line of its own is set in less than the construct it closes."""
    close, opening = pair
    return tokens.begins_line(close) and tokens.indent(close) < tokens.indent(tokens.head(opening))


def _is_written(brace: Token) -> bool:
    return brace.start_pos != brace.end_pos


def breaks_off(mistake: Mistake) -> Sentence:
    """The file ends in the middle of a sentence."""
    part = mistake.innermost
    return Sentence(
        codes.MISSING_BRACE if mistake.block is not None else codes.UNEXPECTED,
        f"the file ends in the middle of {part if part is not None else 'a sentence'}",
        "write the rest, or take out what is begun",
    )


# --- in the wrong block ----------------------------------------------------------------------------------------------

_PLACES = {
    "SECTION": "into the tool, beside the other sections",
    "CRITERION": "into a section",
    "QUESTION": "into a section",
    "KNOWN": "into the tool, beside the sections",
    "MEASURE": "into the tool, beside the sections",
    "JUDGEMENT": "into the tool, beside the sections",
    "EXAMPLE": "into the tool, behind its judgements",
    "PROMISE": "into the tool, behind its judgements",
    "TOOL": "before or after this tool",
    "SCALE": "before or after the tool",
    "ROLE": "before or after the tool",
    "CLAUSE": "before or after the tool",
    "USE": "before or after the tool",
    "STANDARD": "before or after the tool",
    "STEP": "into an escalation or a process",
}


def misplaced(mistake: Mistake) -> Iterator[Guess]:
    """A construct stands in a block or file where it does not belong; no brace is missing."""
    if mistake.token is None or not mistake.tokens.opens_construct(mistake.at):
        return
    block = mistake.block
    labels: tuple[tuple[Span, str], ...] = ()
    if block is not None:
        labels = ((mistake.source.span_of(block.keyword), f"inside this {block.word}"),)
    told = Sentence(
        codes.UNEXPECTED,
        f"{_one(mistake.token)} cannot stand {_where(mistake)}",
        f"move it {_PLACES.get(mistake.kind, f'before or after {block}')}",
        labels=labels,
    )
    if mistake.is_misplaced and mistake.kind not in _OF_THE_FILE:
        for closed in range(1, mistake.depth + 1):
            yield Guess(sentence=told, insert=("RBRACE",) * closed, borrows=closed)
    yield Guess(sentence=told, skip=mistake.tokens.extent(mistake.at), enough=1, sure=True)


def _where(mistake: Mistake) -> str:
    if mistake.block is not None:
        return f"in {mistake.block}"
    return "outside an escalation or process" if mistake.kind == "STEP" else "outside a tool"


def _one(keyword: Token) -> str:
    return f"{'an' if keyword[0] in 'aeio' else 'a'} {keyword}"
