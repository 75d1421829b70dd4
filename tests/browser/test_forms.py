"""Forms in a Chromium: WCAG 2.2 AA by axe, on wide and narrow screens, in the dark, by keyboard and on paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from qarules.export.document_html import document_html
from qarules.export.form import tool_form
from qarules.model.scope import is_dated
from qarules.proofs.influence import influence
from qarules.standards.catalogue import read_tool

EVERYTHING = Path(__file__).parents[1] / "property" / "every_construct.qa"
FORMS = {
    "every-construct": EVERYTHING,
    "collaborative-practice-review": "north-somerset/collaborative-practice-review",
}
SCREENS = {"wide": (1280, "light"), "narrow": (320, "light"), "dark": (1280, "dark"), "narrow-dark": (320, "dark")}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    }
}
# What readers may set for themselves, and nothing may get lost by: WCAG 2.2, 1.4.12.
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, tmp_path):
    """A function that opens a form on a screen: its page, and all that it asked for."""
    contexts = []

    def opened(name, screen):
        width, scheme = SCREENS[screen]
        pack, tool = read_tool(FORMS[name])
        file = tmp_path / "form.html"
        found = None if is_dated(tool) else influence(tool)
        file.write_text(document_html(tool_form(pack, tool.id, found)), encoding="utf-8")
        # The page's own policy lets no script run, axe neither.
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page, asked

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", FORMS)
def test_accessible(opened, name, screen):
    """Axe finds nothing against WCAG 2.2 AA or against good practice; the page asks for nothing but itself."""
    page, asked = opened(name, screen)
    assert len(asked) == 1
    found = Axe().run(page, options=RULES).response
    told = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 20


def test_sensitivity_is_tried(opened):
    """One of the forms has the chart."""
    page, _ = opened("collaborative-practice-review", "wide")
    assert page.locator("#sensitivity svg").count() > 20


@pytest.mark.parametrize("name", FORMS)
def test_reflow(opened, name):
    """At 320 pixels nothing has to be scrolled sideways, whatever spacing a reader sets."""
    page, _ = opened(name, "narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_keyboard(opened):
    """The first key leads to the link over the contents, which leads to the form; every focus can be seen."""
    page, _ = opened("every-construct", "wide")
    page.keyboard.press("Tab")
    focused = page.evaluate("[document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]")
    assert focused == ["skip", "solid"]
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper(opened):
    """On paper the heads of tables are repeated, no row is torn, and the contents and the dark are left out."""
    page, _ = opened("every-construct", "dark")
    page.emulate_media(media="print", color_scheme="dark")

    def styled(name, style):
        return page.evaluate("([name, style]) => getComputedStyle(document.querySelector(name))[style]", [name, style])

    assert styled("thead", "display") == "table-header-group"
    assert styled("table.bands tbody", "breakInside") == "avoid"
    assert styled("tr", "breakInside") == "avoid"
    assert styled("nav", "display") == "none"
    assert styled("html", "backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
