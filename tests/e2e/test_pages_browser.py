"""The signed pages in a real browser: both sizes, both languages, axe.

By keyboard and on paper, too.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium")

from browser_player import BrowserPlayer, browser, missing_browser, open_page, press, resize
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from story import Story, running_demo, until

from plugin.cli.demo_scene import CONTRACT, DemoScene
from plugin.core.model.signed_links import LinkSigner, Purpose, SignedLink, mark_of
from plugin.store import contracts, signing_keys, stages

WIDTHS = (390, 1280)
LANGUAGES = ("ru", "en")
SMALLEST_TARGET_PX = 44
BEHIND_A_SIGN_IN = {
    "contracts": "/contracts",
    "contract": f"/contracts/{CONTRACT}",
    "register": f"/contracts/{CONTRACT}/register",
    "timeline": f"/contracts/{CONTRACT}/timeline",
    "waits": f"/contracts/{CONTRACT}/waits",
    "mine": "/mine",
    "subscribed": "/mine",
    "brief": f"/contracts/{CONTRACT}/brief",
    "shared": f"/contracts/{CONTRACT}/brief",
    "stage": f"/contracts/{CONTRACT}/stages/design",
    "leave": "/auth/leave",
    "operator": "/operator",
}
MEASURE = """return [
    document.documentElement.scrollWidth - innerWidth,
    document.querySelectorAll('h1').length,
    Math.min(999, ...[...document.querySelectorAll(
        'button, .go, .radio, .field, header a, .tabs a, summary, .files a')]
        .map(each => each.getBoundingClientRect().height))
]"""
VISIBLE = """const shown = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
while (shown.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(shown.currentNode);
    const box = range.getBoundingClientRect();
    if (box.height && box.bottom <= innerHeight) found.push(shown.currentNode.textContent);
}
return found.join(" ").replace(/[\\s\\u00a0]+/g, " ")"""
"""The words of the first screen: what ends above its lower edge."""
FIRST_SCREENS = (
    ("contracts", "what do I have to decide, how much, until when", "76 900 ₽|выбор до|Выбрать"),
    ("contract", "what waits for me, and what if I do nothing", "Ждёт вас|Если не ответить:"),
    ("contract", "when is the next date, how many hours are left", "Ближайший срок|Осталось часов"),
    ("choose", "how much, until when, what if I do nothing", "Ждём ваш выбор|Если не ответить|76 900 ₽"),
    ("choose", "where do I write if I disagree", "Если не согласны|напишите в задаче"),
    ("choose", "is this link safe", "Личная ссылка:|не пересылать"),
    ("sign", "what if I do nothing, how do I say no", "Срок по договору|Если не ответить|принять или нет"),
    ("sign", "is this link safe", "Личная ссылка:|не пересылать"),
    ("answer", "what if I do nothing, is this link safe", "Ваш ответ|Если не ответить|Личная ссылка:"),
    ("register", "what is outside the contract, who decides", "сверх договора|ждёт выбора|Видят обе стороны"),
    ("waits", "who is awaited, for what", "Ждём:|Пётр Соколов|Тексты для главной"),
)
CRITERIA = "criteria: [Главная согласована в двух ширинах, Исходники переданы]"


@dataclass
class Pages:
    """A running service with a stage and an offer, and the links of its director."""

    scene: DemoScene
    driver: webdriver.Chrome
    extra: str

    def link(self, purpose: Purpose, about: str, version: int = 1, *, expired: bool = False) -> str:
        """Return the address of a new link; an expired one was made long ago."""
        made = SignedLink(CONTRACT, "director", purpose, about, version)
        if not expired:
            return self.scene.service.links.address(made)
        with self.scene.service.database.change() as connection:
            key = signing_keys.load_signing_key(connection, signing_keys.LINKS)
        return LinkSigner(key, self.scene.url, lambda: datetime(2026, 1, 1, tzinfo=UTC)).address(made)

    def enter(self, *, operator: bool) -> str:
        """Return the address of a new sign-in link, as director or as operator."""
        if operator:
            return self.scene.service.links.address(SignedLink("", "", "enter", "", 0))
        with self.scene.service.database.look() as connection:
            in_force = contracts.load(connection, CONTRACT)
            mapping = (
                contracts.load_mapping_version(connection, CONTRACT, in_force.version) if in_force else None
            )
        assert mapping is not None
        mark = mark_of(mapping.people["director"])
        return self.scene.service.links.address(SignedLink(CONTRACT, "director", "enter", "", 0, mark=mark))

    def unfold(self, name: str) -> None:
        """Open the part of a form that has a field of this name."""
        field = self.driver.find_element(By.NAME, name)
        field.find_element(By.XPATH, "ancestor::details/summary").click()

    def press(self, name: str, value: str) -> None:
        """Press a button by its name and value."""
        button = self.driver.find_element(By.CSS_SELECTOR, f'button[name="{name}"][value="{value}"]')
        press(self.driver, button)

    def faults(self) -> list[str]:
        """Return what axe finds on the open page.

        Without axe the test says so and is skipped.
        """
        axe = pytest.importorskip(
            "axe_core_python.selenium", reason="no axe here: pip install axe-core-python"
        )
        # The rules are brought and run in one call, so that they speak of one page.
        run = "; axe.run().then(arguments[arguments.length - 1])"
        found: dict[str, Any] = self.driver.execute_async_script(axe.Axe().axe_script + run)
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]

    def measured(self, width: int) -> tuple[int, int, float]:
        """Return overflow, number of h1, and the smallest control at a width."""
        resize(self.driver, width, 900)
        overflow, headings, smallest = self.driver.execute_script(MEASURE)
        return overflow, headings, smallest


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A demo whose first stage has criteria, with one offer that stands."""
    if missing := missing_browser():
        pytest.skip(missing)
    with running_demo(tmp_path_factory.mktemp("demo")) as scene, browser(WIDTHS[0]) as driver:
        made = Pages(scene, driver, _offer(scene, driver))
        _with_criteria(scene.service.settings.service.mappings / "acme-site.yaml")
        stage = made.link("look", "design")
        until(lambda: _says(driver, stage, "Исходники переданы"), "the criteria on the page")
        yield made


def _offer(scene: DemoScene, driver: webdriver.Chrome) -> str:
    """Ask for an extra, estimate it, ask Peter for texts; return the issue's id."""
    story = Story(scene, BrowserPlayer(driver))
    story.ask()
    story.estimate()
    story.reply("manager", "/спросить Пётр через 3 дня: тексты для главной и подписи к фотографиям")
    return story.issue.id


def _with_criteria(mapping: Path) -> None:
    text = mapping.read_text(encoding="utf-8")
    text = re.sub(r"    criteria:\n(      - .*\n)+", f"    {CRITERIA}\n", text, count=1)
    text = text.replace("{by: [director, contact], quorum: all, gate_next: true}", "{by: [director]}")
    mapping.write_text(text, encoding="utf-8")


def _says(driver: webdriver.Chrome, url: str, words: str) -> bool:
    open_page(driver, url)
    return words in driver.find_element(By.TAG_NAME, "body").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind",
    [
        "sign",
        "faulty",
        "confirm",
        "choose",
        "choice",
        "answer",
        "unanswered",
        "look",
        "expired",
        "closed",
        "sign-in",
        "enter",
        "contracts",
        "contract",
        "register",
        "timeline",
        "waits",
        "mine",
        "brief",
        "shared",
        "subscribed",
        "stage",
        "leave",
        "operator",
    ],
)
def test_every_page_fits_and_passes_axe(pages: Pages, kind: str, language: str) -> None:
    """No wider than the screen, one h1, nothing too small for a thumb."""
    _open(pages, kind, language)
    for width in WIDTHS:
        overflow, headings, smallest = pages.measured(width)
        assert (0, 1) == (overflow, headings)
        assert smallest >= SMALLEST_TARGET_PX
        assert [] == pages.faults()


def _open(pages: Pages, kind: str, language: str) -> None:
    """Open a page of a kind, with a link or a sign-in of its own."""
    if kind in BEHIND_A_SIGN_IN:
        _sign_in(pages, operator=kind == "operator")
        open_page(pages.driver, f"{pages.scene.url}{BEHIND_A_SIGN_IN[kind]}?lang={language}")
        if kind in ("shared", "subscribed"):
            press(pages.driver, pages.driver.find_element(By.CSS_SELECTOR, "form button"))
        return
    choose = kind in ("choose", "choice")
    address = {
        "answer": pages.link("answer", "10"),
        "unanswered": pages.link("answer", "10"),
        "look": pages.link("look", "design"),
        "expired": pages.link("sign", "design", expired=True),
        "closed": f"{pages.scene.url}/contracts/{CONTRACT}/stages/design",
        "sign-in": f"{pages.scene.url}/auth/sign-in",
        "enter": pages.enter(operator=False),
    }.get(kind) or pages.link("choose" if choose else "sign", pages.extra if choose else "design")
    pages.driver.delete_all_cookies()
    open_page(pages.driver, f"{address}?lang={language}")
    if kind == "faulty":
        pages.unfold("reason")
        pages.press("said", "refuse")
    if kind == "unanswered":
        pages.driver.find_element(By.NAME, "text").send_keys(" ")
        pages.press("said", "answer")
    if kind == "confirm":
        pages.unfold("remarks")
        pages.driver.find_element(By.NAME, "remarks").send_keys("Отступы\nФото")
        pages.press("said", "remarks")
    if kind == "choice":
        pages.driver.find_element(By.ID, "option-1").click()
        pages.press("said", "choose")


def _sign_in(pages: Pages, *, operator: bool) -> None:
    """Come in by a link to sign in, by its button."""
    open_page(pages.driver, pages.enter(operator=operator))
    press(pages.driver, pages.driver.find_element(By.CSS_SELECTOR, "main button"))


@pytest.mark.parametrize(("kind", "question", "answers"), FIRST_SCREENS)
def test_first_screen_answers(pages: Pages, kind: str, question: str, answers: str) -> None:
    """What a director asks is answered on a phone before anything is scrolled."""
    _open(pages, kind, "ru")
    resize(pages.driver, 390, 844)
    shown = pages.driver.execute_script(VISIBLE)
    assert [] == [each for each in answers.split("|") if each not in shown], f"{question}: {shown}"


def test_the_keyboard_reaches_every_button(pages: Pages) -> None:
    """Tab by tab, each with a visible focus; one way to answer is open at a time."""
    open_page(pages.driver, pages.link("sign", "design"))
    seen = []
    for _ in range(40):
        pages.driver.switch_to.active_element.send_keys(Keys.TAB)
        focused = pages.driver.switch_to.active_element
        outline = pages.driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", focused)
        assert outline != "none"
        if focused.tag_name == "summary":
            focused.send_keys(Keys.ENTER)
        seen.append(focused.get_attribute("value") or focused.get_attribute("id"))
        if "refuse" in seen:
            break
    assert ["accept", "remarks", "remarks", "reason", "refuse"] == [each for each in seen if each][-5:]
    assert not pages.driver.find_element(By.ID, "remarks").is_displayed()


def test_a_stage_is_signed_in_the_browser(pages: Pages) -> None:
    """Form, second question and outcome; the certificate fits on two A4 sheets."""
    address = pages.link("sign", "design")
    open_page(pages.driver, f"{address}?lang=ru")
    pages.unfold("remarks")
    pages.driver.find_element(By.NAME, "remarks").send_keys("Заменить фото в шапке")
    pages.press("said", "remarks")
    pages.press("step", "confirm")
    until(lambda: _says(pages.driver, address, "Спасибо! Этап принят"), "the outcome")
    with pages.scene.service.database.look() as connection:
        state = stages.load_all(connection, CONTRACT)["design"]
    assert "accepted_with_remarks" == state.state
    for language in LANGUAGES:
        open_page(pages.driver, f"{address}/certificate?lang={language}")
        for width in WIDTHS:
            assert (0, 1) == pages.measured(width)[:2]
            assert [] == pages.faults()
        assert _sheets(pages.driver) in (1, 2)


def _sheets(driver: webdriver.Chrome) -> int:
    """Return how many sheets of paper the page takes."""
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"])))
