"""
The table that Lark works out of the grammar, ready to be walked: what to do at a word, and what a rule makes of parts.

Lark does so as well, in three times the time: it looks rules up by what they consist of, and gives trees their lines
and columns, for which nobody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lark import Lark
from lark.grammar import Rule, Symbol, Terminal
from lark.parsers.lalr_analysis import Shift

from qarules.dsl.source import Token
from qarules.dsl.trees import Node

Value = Token | Node


class Reduction(NamedTuple):
    """
    To make something of the values on top of the stack.

    Attributes:
        size: Of how many.
        origin: The kind of what is made.
        make: What makes it.
    """

    size: int
    origin: str
    make: Callable[[list[Value]], Node]


class Automaton(NamedTuple):
    """
    The states and what to do in them.

    Attributes:
        start: The state to begin at.
        actions: By state and the kind of the next word: the state it leads to, or what to make before it is read.
        ways: By state and the kind of what was made: the state it leads to.
        kinds: By state: the kind of word or part that leads to it, which is always the same.
    """

    start: int
    actions: dict[int, dict[str, int | Reduction]]
    ways: dict[int, dict[str, int]]
    kinds: dict[int, str]


def automaton_of(made: Lark) -> Automaton:
    """The automaton that Lark *made* of a grammar. Where a text may end, its end is read like a word."""
    table = made.parse_interactive("", start="start").parser_state.parse_conf
    reductions = {rule: Reduction(len(rule.expansion), str(rule.origin.name), _maker(rule)) for rule in made.rules}
    found = Automaton(table.start_state, {}, {}, {table.start_state: ""})
    for state, row in table.states.items():
        found.actions[state] = {
            str(kind): to if what is Shift else reductions[to] for kind, (what, to) in row.items() if kind.isupper()
        }
        found.ways[state] = {str(kind): to for kind, (_, to) in row.items() if not kind.isupper()}
        found.kinds.update((to, str(kind)) for kind, (what, to) in row.items() if what is Shift)
    found.actions[table.end_state]["$END"] = table.end_state
    return found


def _maker(rule: Rule) -> Callable[[list[Value]], Node]:
    """What makes a node of the values that *rule* takes: keywords left out, helping rules dissolved."""
    name = str(rule.origin.name)
    kept = [(at, _is_helping(each)) for at, each in enumerate(rule.expansion) if _is_kept(each, rule)]
    is_plain = len(kept) == len(rule.expansion) and not any(is_helping for _, is_helping in kept)

    def make(values: list[Value]) -> Node:
        children = values
        if not is_plain:
            children = []
            for at, is_helping in kept:
                value = values[at]
                if not (is_helping and isinstance(value, Node)):
                    children.append(value)
                elif children:
                    children += value.children
                else:
                    children = value.children  # as long as a list grows to the right, it is not copied each time
        if not values:
            return Node(name, children, None, None)
        start, end = values[0].start_pos, values[-1].end_pos
        if start is None:
            start = next((value.start_pos for value in values if value.start_pos is not None), None)
        if end is None:
            end = next((value.end_pos for value in reversed(values) if value.end_pos is not None), None)
        return Node(name, children, start, end)

    return make


def _is_kept(symbol: Symbol, rule: Rule) -> bool:
    return rule.options.keep_all_tokens or not (isinstance(symbol, Terminal) and symbol.filter_out)


def _is_helping(symbol: Symbol) -> bool:
    """Whether what a rule makes is dissolved in what it is part of."""
    return not symbol.is_term and symbol.name.startswith("_")
