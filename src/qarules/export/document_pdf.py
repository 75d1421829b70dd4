"""A document as PDF, laid out by WeasyPrint from the page for the screen and the paper."""

from __future__ import annotations

import io

from qarules.errors import QaError
from qarules.export.document import Document
from qarules.export.document_html import document_html


def document_pdf(document: Document) -> bytes:
    """
    The whole of *document* as PDF/UA-1: tagged, so that it can be read out.

    The same document gives the same bytes with the same WeasyPrint and fonts. Nothing is loaded from anywhere.

    Raises:
        QaError: WeasyPrint is not installed, or finds no Pango to lay out text with.
    """
    try:
        import weasyprint  # type: ignore[import-untyped]
    except ImportError as error:
        message = "a PDF needs the package weasyprint: pip install 'qarules[pdf]'"
        raise QaError(message) from error
    except OSError as error:
        message = "a PDF needs the library Pango, which is not on this system: install it, or print the page"
        raise QaError(message) from error
    written = io.BytesIO()
    page = weasyprint.HTML(string=document_html(document), url_fetcher=_nothing)
    page.write_pdf(written, pdf_variant="pdf/ua-1")
    return written.getvalue()


def _nothing(url: str) -> dict[str, object]:
    """INVARIANT: a page names nothing to load; what did would be a fault."""
    message = f"a form loads nothing, and this asks for {url}"
    raise ValueError(message)
