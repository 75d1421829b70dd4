"""The page of each code: what is wrong, why it matters, a wrong and a right example, and what to do."""

from __future__ import annotations

from importlib import resources

from qarules.dsl import codes


def page(code: str) -> str | None:
    """
    The page of *code* as Markdown; None where no fault has that code.

    Args:
        code: As a report shows it, ``QA203``; capital letters do not matter.
    """
    number = code.strip().upper()
    if number not in codes.FAULTS:
        return None
    return (resources.files("qarules.dsl") / "pages" / f"{number}.md").read_text(encoding="utf-8")
