"""How the engines that hold a council's audits spell the little SQL that grading needs."""

from __future__ import annotations

from qarules.frozen import frozen


@frozen(kw_only=True)
class Dialect:
    """
    One way of writing SQL.

    Attributes:
        quote: What stands around a name; doubled inside it.
        text: The type of text.
        whole: The type of whole numbers of 64 bits.
        shift: A whole number moved right by some bits.
        fence: What keeps an engine from writing the columns of a step out wherever they are read, which would double
            them with every step.
        backslash: A backslash in text has to be doubled.
    """

    quote: str = '"'
    text: str = "TEXT"
    whole: str = "BIGINT"
    shift: str = "({value} >> {bits})"
    fence: str = ""
    backslash: bool = False

    def name(self, name: str) -> str:
        """A name, whatever characters it has."""
        return f"{self.quote}{name.replace(self.quote, 2 * self.quote)}{self.quote}"

    def string(self, text: str) -> str:
        """A text, whatever characters it has."""
        if self.backslash:
            escaped = text.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"
        doubled = text.replace("'", "''")
        return f"'{doubled}'"

    def moved(self, value: str, bits: int) -> str:
        """*value* moved right by *bits*."""
        return self.shift.format(value=value, bits=bits) if bits else value


DIALECTS = {
    "duckdb": Dialect(),
    "postgresql": Dialect(fence="\n  OFFSET 0"),
    "sqlite": Dialect(whole="INTEGER", fence="\n  LIMIT -1 OFFSET 0"),
    "spark": Dialect(quote="`", text="STRING", shift="shiftright({value}, {bits})", backslash=True),
}
