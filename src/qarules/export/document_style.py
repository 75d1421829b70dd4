"""How a page looks: on a screen of any width, in the dark, and on paper."""

from __future__ import annotations

import re

from qarules.export.document import Document

_STYLE = """\
:root {
  color-scheme: light dark;
  --text: #1d1d1b; --quiet: #4f5358; --page: #ffffff; --shade: #eef2f5; --rule: #6b7178; --link: #0b4f8a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --text: #ececec; --quiet: #b9bfc6; --page: #17191b; --shade: #24282c; --rule: #8d959d; --link: #8ec5ff;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--text); }
body {
  margin: 0 auto; padding: 1rem; max-width: 75rem;
  font: 1rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word;
}
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2rem 0 0.75rem; }
h1 { font-size: 1.9rem; margin-top: 0.5rem; }
h2 { font-size: 1.45rem; border-bottom: 2px solid var(--rule); padding-bottom: 0.25rem; }
h3 { font-size: 1.15rem; }
p, ul, ol { margin: 0 0 0.75rem; max-width: 48rem; }
ul, ol { padding-left: 1.5rem; }
li { margin-bottom: 0.3rem; }
a { color: var(--link); }
a:focus-visible, main:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; display: inline-block; padding: 0.5rem 0; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.about { margin: 0 0 1rem; }
.about div { display: flex; flex-wrap: wrap; gap: 0 0.75rem; }
.about dt { color: var(--quiet); min-width: 7rem; }
.about dd { margin: 0; flex: 1 1 16rem; }
nav ul { columns: 18rem; list-style: none; padding: 0; max-width: none; }
nav li { margin: 0; }
nav a { display: inline-block; padding: 0.2rem 0; }

table { width: 100%; border-collapse: collapse; margin: 0 0 1.25rem; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { border: 1px solid var(--rule); padding: 0.5rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); }
tbody th { font-weight: 600; }
table.bands, table.questions { table-layout: fixed; }
table.bands thead th:first-child { width: 24%; }
table.questions thead th:first-child { width: 45%; }
table.grid tbody th { font-weight: 400; }
th.id { white-space: nowrap; }
table.bars { max-width: 48rem; table-layout: fixed; }
table.bars thead th:last-child { width: 19rem; }
table.bars tbody th { font-weight: 400; }
svg { vertical-align: -2px; margin-right: 0.5rem; max-width: 100%; }
.frame { fill: var(--shade); }
.share { fill: var(--link); }
tr.blank td { height: 2.5rem; }
.note { display: block; font-weight: 400; color: var(--quiet); font-size: 0.9rem; margin-top: 0.35rem; }
.hint { color: var(--quiet); }
.missing { font-style: italic; color: var(--quiet); }
.box {
  display: inline-block; width: 0.95em; height: 0.95em; margin-right: 0.45em; border: 1.5px solid var(--text);
  border-radius: 2px; vertical-align: -0.1em;
}
.option { margin-right: 0.6rem; }
.field { display: flex; flex-wrap: wrap; column-gap: 0.5rem; margin: 0 0 0.75rem; }
.field:last-child { margin-bottom: 0.25rem; }
.line { flex: 1 1 100%; height: 1.9rem; border-bottom: 1px dotted var(--rule); }
.label + .line, .hint + .line { flex: 1 1 10rem; height: 1.4rem; }
.fields { max-width: 48rem; margin: 0.75rem 0 1rem; padding: 0.75rem; border: 1px solid var(--rule); }
footer { margin-top: 2.5rem; border-top: 1px solid var(--rule); color: var(--quiet); font-size: 0.9rem; }

@media screen and (max-width: 44rem) {
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  caption { display: block; }
  tbody[id], table.grid tr, table.bars tr { margin-bottom: 1rem; border: 1px solid var(--rule); }
  table th, table td { border: 0; border-bottom: 1px solid var(--rule); }
  tbody th { background: var(--shade); }
  td:last-child { border-bottom: 0; }
  th.id { white-space: normal; }
  td[data-column]::before { content: attr(data-column); display: block; font-weight: 600; }
  tr.blank td { height: auto; padding-bottom: 2rem; }
}

@page {
  size: A4; margin: 18mm 14mm;
  @top-left { content: TITLE; font: 8pt system-ui, Arial, sans-serif; color: #4f5358; }
  @bottom-left { content: IDENTITY; font: 8pt system-ui, Arial, sans-serif; color: #4f5358; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt system-ui, Arial, sans-serif; }
}
@page :first { @top-left { content: none; } }
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.35; }
  p, ul, ol, .fields { max-width: none; }
  nav, .skip { display: none; }
  h1 { font-size: 18pt; }
  h2 { font-size: 14pt; margin-top: 14pt; }
  h3 { font-size: 11.5pt; margin-top: 10pt; }
  h1, h2, h3, h4, h5, h6, caption, h2 + p, h3 + p { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  thead { display: table-header-group; break-after: avoid; }
  tr, table.bands tbody, table.whole, .fields, li { break-inside: avoid; }
  thead th { background: #eef2f5; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  th, td { padding: 3pt 4pt; }
  .note { font-size: 8.5pt; }
  .line { height: 7.5mm; }
  .label + .line, .hint + .line { height: 5mm; }
  tr.blank td { height: 9mm; }
  a { color: inherit; text-decoration: none; }
}
"""


def style(document: Document) -> str:
    """The style sheet of a page; on paper every sheet says what it is a sheet of."""
    return _STYLE.replace("TITLE", _string(document.title)).replace("IDENTITY", _string(document.identity))


def _string(text: str) -> str:
    """A text as a string of CSS: everything but plain letters and figures as a code, so that nothing ends it."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'
