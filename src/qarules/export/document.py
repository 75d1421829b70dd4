"""A document to read and to fill in by hand: its parts and blocks, before they are Markdown or a page."""

from __future__ import annotations

from fractions import Fraction

from qarules.frozen import frozen
from qarules.model.plain import number_text


@frozen(kw_only=True)
class Paragraph:
    """One paragraph of text."""

    text: str


@frozen(kw_only=True)
class Line:
    """
    One line of a list.

    Attributes:
        lead: What opens it and stands out; empty for none.
        anchor: Its name in the document; empty for none.
    """

    lead: str = ""
    text: str = ""
    anchor: str = ""


@frozen(kw_only=True)
class Listing:
    """Lines below each other, with numbers where their order matters."""

    lines: tuple[Line, ...]
    ordered: bool = False


@frozen(kw_only=True)
class Grid:
    """
    A table to read; the first cell of a row is what the row is about.

    Attributes:
        blank: Empty rows to write in, below the others.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0


@frozen(kw_only=True)
class Field:
    """
    Something to tick or to write.

    Attributes:
        options: A box to tick for each.
        lines: Lines to write on.
        hint: What belongs there.
    """

    label: str = ""
    options: tuple[str, ...] = ()
    lines: int = 0
    hint: str = ""


@frozen(kw_only=True)
class Fields:
    """Things to tick or to write, below each other."""

    fields: tuple[Field, ...]


@frozen(kw_only=True)
class Cell:
    """
    A box to tick with the words that describe it.

    Attributes:
        missing: The words say only why there are none.
    """

    text: str
    missing: bool = False


@frozen(kw_only=True)
class Row:
    """
    Something that is asked.

    Attributes:
        anchor: Its name in the document.
        notes: What has to be known before it is answered.
        cells: One for each band of its table; none in a table without bands.
        fields: What there is to tick and to write besides.
    """

    anchor: str
    title: str
    notes: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    fields: tuple[Field, ...] = ()


@frozen(kw_only=True)
class Asked:
    """
    A table to fill in.

    Attributes:
        head: What stands above the titles of the rows.
        bands: The bands side by side, best first; none where each row has an answer of its own kind.
    """

    caption: str
    head: str
    rows: tuple[Row, ...]
    bands: tuple[str, ...] = ()


@frozen(kw_only=True)
class Bar:
    """
    One bar of a chart.

    Attributes:
        share: From 0 to 1; None where it is not known.
    """

    label: str
    share: Fraction | None

    @property
    def words(self) -> str:
        """``55.6%``; a share that is neither none nor all is never rounded to that. ``not known`` for none."""
        if self.share is None:
            return "not known"
        tenths = round(1000 * self.share)
        if 0 < self.share < 1:
            tenths = min(max(tenths, 1), 999)
        return f"{number_text(Fraction(tenths, 10))}%"


@frozen(kw_only=True)
class Bars:
    """
    A table of shares, drawn as bars beside the figures.

    Attributes:
        rest: What is left out below the last one; empty for nothing.
    """

    caption: str
    columns: tuple[str, str]
    bars: tuple[Bar, ...]
    rest: str = ""


Block = Paragraph | Listing | Grid | Fields | Asked | Bars


@frozen(kw_only=True)
class Part:
    """
    A part of the document under a heading; its blocks come before the parts inside it.

    Attributes:
        anchor: Its name in the document.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()


@frozen(kw_only=True)
class Document:
    """
    The whole.

    Attributes:
        about: Where it comes from, below its title.
        identity: Says on paper which version of what it is.
    """

    title: str
    about: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    identity: str = ""
