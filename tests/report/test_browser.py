"""The report in a real browser: Debian's Chromium, driven by playwright, which needs no driver of its version.

Without Chromium these tests are skipped; where CI is set, they fail.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import report_records as made

from pipeline.report.page import report

HOSTILE = json.loads(Path(__file__).parent.parent.joinpath("cases", "report", "hostile.json").read_text("utf-8"))
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
VIEWS = [
    "#overview", "#articles", "#inputs", "#article?id=the-mill", "#article?id=the-mill&view=sources&source=1",
    "#article?id=the-mill&view=readings", "#article?id=the-mill&view=references",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
MILL = "#article?id=the-mill"


@pytest.fixture(scope="session")
def chromium():
    missing = None
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing = "chromium is not installed (Debian: apt-get install chromium)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "playwright is not installed (pip install playwright)"
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Opened(NamedTuple):
    """A page, and all that it did which it should not do."""

    page: object
    wrongs: list[str]


@pytest.fixture
def open_page(chromium, tmp_path) -> Iterator:
    """Opens a report's file; at the end of the test the page has said, asked and thrown nothing."""
    wrongs: list[str] = []
    contexts = []

    def opener(records: made.Records, name: str = "report.html", hash_: str = "", **options):
        for file, data in report(*records).items():
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_bytes(data)
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        ours = {path.as_uri() for path in tmp_path.rglob("*.html")}
        page.on("console", lambda message: wrongs.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrongs.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrongs.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: wrongs.append(f"popup: {popup.url}"))
        page.on(
            "request",
            lambda request: (
                None if request.url.split("#")[0] in ours | {"data:,"} else wrongs.append(f"request: {request.url}")
            ),
        )
        page.goto((tmp_path / name).as_uri() + hash_)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert wrongs == []


def test_a_page_never_shows_a_value_of_its_script(open_page):
    """What JavaScript calls a thing that was put into the text by mistake."""
    page = open_page(made.small())
    for view in VIEWS:
        go(page, view)
        said = page.inner_text("body")
        assert not [word for word in ("[object ", "undefined", "null", "NaN") if word in said], view


def go(page, hash_: str) -> None:
    page.evaluate(
        """hash => location.hash === hash || new Promise((done) => {
          addEventListener("hashchange", () => setTimeout(done), { once: true });
          location.hash = hash;
        })""",
        hash_,
    )


def test_the_overview_says_what_came_in_and_what_became_of_it(open_page):
    page = open_page(made.small())
    assert page.inner_text("#overview h1").split() == ["5", "inputs,", "2", "articles"]
    for word in ("used", "quarantined", "skipped", "as fragment", "not text"):
        assert word in page.text_content("#overview .flow")
    rules = page.locator("#overview .rules tbody tr").all_inner_texts()
    assert any(line.startswith("GLU003") for line in rules)
    assert "raw/noise.bin" in page.inner_text("#worth")


def test_an_article_shows_its_blocks_and_what_supports_them(open_page):
    page = open_page(made.small(), hash_=MILL)
    assert page.inner_text("#article-title") == "The mill at Aldwater"
    texts = page.locator(".block .text").all_inner_texts()
    assert texts[1] == "The mill was built in 1802. It ground corn."
    assert page.locator("[data-block='1'] .support a").count() == 2
    assert page.locator("[data-block='0'] .support a").count() == 1
    assert page.locator(".map .lines svg").count() == 2
    page.click("[data-block='1'] [data-compare]")
    written = page.locator("[data-block='1'] .compare .written").all_text_contents()
    assert written == ["The mill wasbuilt in 1802.It ground corn.", "The mill was built in 1802. It ground corn."]


def test_a_finding_tells_its_reason_on_hover_on_focus_and_on_click(open_page):
    page = open_page(made.small(), hash_=MILL)
    fix = page.locator("[data-block='1'] .fix").first
    assert fix.text_content() == " "
    assert fix.get_attribute("aria-label") == "space inserted, rule GLU003"
    card = page.locator("#card")
    fix.hover()
    card.wait_for()
    assert "words run together" in card.inner_text() and "raw/one.txt:2:13" in card.inner_text()
    page.mouse.move(5, 400)
    card.wait_for(state="hidden")
    page.keyboard.press("n")
    card.wait_for()
    page.keyboard.press("Enter")
    assert card.get_by_role("button", name="Close").count() == 1
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    fix.click()
    assert "75 % sure" in card.inner_text()
    page.keyboard.press("Escape")
    page.locator("[data-block='2'] .fix").first.click()
    assert "1950\nnot 1850" in card.inner_text()


def test_a_source_is_shown_whole_with_what_was_left_out_of_it(open_page):
    records = made.small()
    page = open_page(records, hash_=MILL + "&view=sources")
    assert page.text_content(".source") == made.ONE
    assert page.locator(".source .out").all_text_contents() == ["Read more"]
    assert "a call to readers" in page.inner_text(".leftout")
    page.click(".leftout .go")
    assert page.locator(".source .target").text_content() == "Read more"
    go(page, MILL + "&view=sources&source=1")
    assert page.locator(".source .control").all_text_contents() == ["NBSP"]


def test_readings_and_references(open_page):
    page = open_page(made.small(), hash_=MILL + "&view=readings")
    assert page.inner_text(".versus .chosen") == "1950"
    assert "1850" in page.inner_text(".versus")
    go(page, MILL + "&view=references")
    page.wait_for_selector(".item .pairs")
    assert "55 % sure" in page.inner_text(".item") and "Ash, B." in page.inner_text(".item")


def test_filters_and_search(open_page):
    page = open_page(made.small(), hash_="#articles")
    entries = page.locator("#articles .entries > li")
    assert entries.count() == 2
    page.select_option("#articles [name=rule]", "GLU003")
    assert entries.count() == 1
    page.select_option("#articles [name=rule]", "")
    page.fill("#articles [name=text]", "nothing at all")
    assert entries.all_inner_texts()[0].startswith("Plain")
    go(page, MILL)
    blocks = page.locator(".block")
    for name, value, count in (
        ("rule", "GLU001", 1),
        ("rule", "", 4),
        ("role", "references", 1),
        ("role", "", 4),
        ("confidence", "0.8", 2),
    ):
        page.select_option(f"#article [name={name}]", value)
        assert blocks.count() == count, (name, value)
    page.select_option("#article [name=confidence]", "")
    page.fill("#article [name=text]", "CORN")
    assert blocks.count() == 1
    assert page.inner_text("#article .filters output") == "1 of 4 blocks"
    go(page, "#inputs")
    page.select_option("#inputs [name=status]", "quarantined")
    assert page.locator("#inputs .entries > li").count() == 1


def test_the_overview_leads_to_the_articles_of_a_rule(open_page):
    page = open_page(made.small())
    page.click("#overview .rules a:text-is('GLU003')")
    assert page.locator("#articles .entries > li").count() == 1


def test_the_keyboard_goes_everywhere(open_page):
    page = open_page(made.small())
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.name === 'text'")
    page.keyboard.type("mill")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_selector(".entries .current")
    page.keyboard.press("Enter")
    page.wait_for_selector("#article:not([hidden])")
    for expected in ("0", "1", "2"):
        page.keyboard.press("j")
        page.wait_for_selector(f".current[data-block='{expected}']")
    page.keyboard.press("k")
    page.wait_for_selector(".current[data-block='1']")
    page.keyboard.press("c")
    page.wait_for_selector(".current .compare")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_selector("#articles:not([hidden])")


def test_dark_and_light_by_the_system_and_by_hand(open_page):
    page = open_page(made.small(), color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.click("#theme")
    assert page.inner_text("#theme") == "Theme: light"
    assert page.evaluate(paper) != dark
    page.reload()
    assert page.inner_text("#theme") == "Theme: light"
    page.keyboard.press("t")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert page.evaluate(paper) == dark


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_never_scrolls_sideways(open_page, view):
    page = open_page(made.small(), hash_=view, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["why"])
def test_hostile_text_stays_text(open_page, case):
    """It is shown in every view, pointed at and opened, and neither runs nor becomes an element."""
    page = open_page(made.hostile([case["text"]]), viewport={"width": 390, "height": 800})
    views = ["text", "sources", "readings", "references"]
    for hash_ in ["#articles", "#inputs", *(f"#article?id=bad-0&view={view}" for view in views)]:
        go(page, hash_)
        for node in page.locator("[data-rows]").all()[:3]:
            node.click(force=True)
            page.keyboard.press("Escape")
        assert page.evaluate("window.hurt") is None
        assert (
            page.locator(
                "#hurt, iframe, img, base, embed, object, main link, main style, main script, "
                "[onload], [onerror], [onfocus], [onmouseover]"
            ).count()
            == 0
        )
        schemes = page.evaluate(
            "[...document.querySelectorAll('[href]')].map(a => a.href ? new URL(a.href).protocol : a.protocol)"
        )
        assert set(schemes) <= {"file:", "https:", "http:", "data:"}
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_turns_or_hides_text_is_written_out(open_page):
    page = open_page(made.hostile(["user\u202etxt.exe\u0007"]), hash_="#article?id=bad-0")
    assert page.inner_text("#article-title") == "userRLOtxt.exeU+0007"
    assert "\u202e" not in page.inner_text("main")


def test_a_split_report_leads_from_page_to_page(open_page):
    page = open_page(made.many(250), hash_="#articles")
    entries = page.locator("#articles .entries > li")
    assert entries.count() == 200
    page.click("#articles .more")
    assert entries.count() == 250
    page.click("#articles .entries > li:nth-child(150) a")
    page.wait_for_url("**/report/2.html*")
    assert page.inner_text("#article-title") == "Story 149"
    page.keyboard.press("u")
    page.wait_for_selector("#articles:not([hidden])")
    page.click("#articles .pages a[rel=next]")
    page.wait_for_url("**/report/3.html*")
    assert page.locator("#articles .entries > li").count() == 50
    page.click("nav[aria-label=Views] >> text=Overview")
    page.wait_for_url("**/report.html*")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(open_page, view, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe
    page = open_page(made.small(), hash_=view, color_scheme=scheme)
    if page.locator("[data-compare]").count():
        page.locator("[data-compare]").first.click()
        page.locator(".fix").first.click()
    only = {"runOnly": ["color-contrast"]} if scheme == "dark" else None  # all else is the same in both
    found = axe().run(page, options=only).response["violations"]
    assert [(v["impact"], v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
