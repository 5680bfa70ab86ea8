"""The YouTrack app for real: its panel in a browser, its script's signature."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from time_limits import scaled

from webhooks.youtrack.parser import parse, verify

APP = Path(__file__).parents[2] / "deploy" / "youtrack"
NODE = shutil.which("node")
SECRET = "a secret of more than thirty-two characters, ключ"
SCRIPT = """
const {issueOf, named, newSite, setOf} = require('./test/standin/api');
const {rule} = require('./app/tell');
const settings = {address: 'https://ugovor.example/webhooks/main', signingSecret: process.argv[1]};
const site = newSite();
const ctx = site.context(issueOf({summary: 'Калькулятор 🙂', tags: setOf([], [named('метка')])}), settings);
if (rule.guard(ctx)) rule.action(ctx);
console.log(JSON.stringify(site.sent[0]));
"""
SHOWN = {
    "verdict": "beyond_scope",
    "stage": {"state": "signed_off", "done": 1, "of": 2},
    "head": "Пётр, пришёл запрос <img src=x onerror=document.title='hacked'>",
    "options": ["1. Делаем, этап сдаём 15 апреля.", "2. Делаем к 10 апреля за 75 600 ₽."],
}
YOUTRACK = """
window.YTApp = {locale: '%s', register: async () => ({
  fetchApp: async (path, params) => {
    if (path !== 'verdict/shown' || params.scope !== true) throw new Error(path);
    return %s;
  },
})};
"""


@pytest.mark.skipif(NODE is None, reason="no node here: the app's script was not run")
def test_the_script_signs_what_the_receiver_verifies() -> None:
    """Python verifies what YouTrack's script signs, byte for byte."""
    ran = subprocess.run(  # noqa: S603 - our own script
        [str(NODE), "-e", SCRIPT, SECRET], cwd=APP, check=True, capture_output=True, encoding="utf-8"
    )
    sent = json.loads(ran.stdout)
    body = sent["payload"].encode()
    headers = {name.lower(): value for name, value in sent["headers"].items()}
    assert verify(headers, body, [SECRET])
    assert not verify(headers, body, ["another secret of more than thirty-two"])
    assert "handled" == parse(body).kind


class _Panel(SimpleHTTPRequestHandler):
    """Serves the panel's files, with YouTrack's part of the page put into it."""

    youtrack = ""

    def do_GET(self) -> None:
        if not self.path.endswith("index.html"):
            super().do_GET()
            return
        page = Path(self.translate_path(self.path)).read_text(encoding="utf-8")
        page = page.replace("<head>", f"<head><script>{self.youtrack}</script>")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the tests."""


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    """A browser; without one the tests say so and are skipped."""
    pytest.importorskip("selenium")
    from browser_player import browser, missing_browser

    if missing := missing_browser():
        pytest.skip(missing)
    with browser(720) as opened:
        yield opened


@pytest.fixture
def panel() -> Iterator[str]:
    """The panel's folder on a free port; give its address."""
    handler = partial(_Panel, directory=str(APP / "app" / "widgets"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/verdict/index.html"
    server.shutdown()
    server.server_close()


def shown(driver: Any, address: str, locale: str, answer: str) -> list[str]:
    """Open the panel in a YouTrack of this locale, and return its lines."""
    from selenium.webdriver.support.wait import WebDriverWait

    _Panel.youtrack = YOUTRACK % (locale, answer)
    driver.get(address)
    lines = WebDriverWait(driver, scaled(10)).until(lambda page: page.find_element("id", "panel").text)
    return str(lines).split("\n")


@pytest.mark.parametrize(
    ("locale", "first", "last"),
    [
        ("ru", "Сверх договора", "Готово по списку: 1 из 2"),
        ("en", "Beyond the contract", "Done on the list: 1 of 2"),
    ],
)
def test_the_panel_shows_verdict_offer_and_stage(
    driver: Any, panel: str, locale: str, first: str, last: str
) -> None:
    """In the reader's language; a comment's text stays text."""
    lines = shown(driver, panel, locale, json.dumps(SHOWN))
    assert (first, SHOWN["head"], last) == (lines[0], lines[1], lines[-1])
    assert SHOWN["options"] == lines[2:4]
    assert "Ugovor" == driver.title


def test_the_panel_says_when_it_cannot_show_anything(driver: Any, panel: str) -> None:
    """No empty box, and no error of a program."""
    (line,) = shown(driver, panel, "ru", "(() => { throw new Error('503'); })()")
    assert "Обновите страницу" in line
