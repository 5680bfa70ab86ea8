"""The demo, walked through as a newcomer does: by forms and in a browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from form_player import FormPlayer
from story import STAGE, Story, running_demo, until
from time_limits import scaled

from plugin.cli.demo_play import Play
from plugin.cli.demo_sign_off import play_sign_off

NARROW, WIDE = 390, 1280


@pytest.fixture
def by_forms(tmp_path: Path) -> Iterator[Story]:
    """A demo, and somebody who fills in its forms."""
    with running_demo(tmp_path) as scene, closing(FormPlayer()) as player:
        yield Story(scene, player)


def test_the_first_run_by_forms(by_forms: Story) -> None:
    """Ask, estimate, answer as two people: label, comment, date, register follow."""
    _play(by_forms)


def test_the_page_ticks_off_what_is_done(by_forms: Story) -> None:
    """Nothing is done at first; after asking, exactly the first step is."""
    assert count_done(by_forms.page()) == 0
    by_forms.ask()
    until(lambda: count_done(by_forms.page()) == 1, "the first step ticked off")


def test_a_trifle_is_a_bonus(by_forms: Story) -> None:
    """Half an hour is a gift: the register says so, and nobody is asked to choose."""
    by_forms.ask()
    by_forms.player.fill(by_forms.url, f"/browse/{by_forms.key}", {"person": "manager", "estimate": "30m"})
    until(lambda: "scope-bonus" in by_forms.issue.fields["labels"], "the bonus label")
    assert "бонус" in by_forms.page()
    assert by_forms.due == _signed(by_forms)


def test_three_chapters_are_played_in_the_terminal(tmp_path: Path) -> None:
    """Within seconds: five steps, a question that was forgotten, an acceptance."""
    lines: list[str] = []
    with running_demo(tmp_path) as scene:
        began = time.monotonic()
        play = Play(scene, "ru", lines.append)
        play.run()
        play_sign_off(play)
        took_s = time.monotonic() - began
    said = "\n".join(lines).replace("\xa0", " ")
    assert took_s <= scaled(15)
    asked = ("Анна, ждём от вас: «тексты для главной»", "Подойдёт и черновик", "Ждали 2 рабочих дня")
    steps = ("Метка: beyond-scope", "1. Делаем, «Дизайн» сдаём", "Пётр", "Срок этапа", "ACME-10")
    signed = ("начинаем, когда принят этап «Дизайн»", "Теперь ждём: Пётр Соколов", "Игорь Ким, заместитель")
    for seen in (*steps, *asked, "ровно на дни ожидания", *signed):
        assert seen in said, seen


def test_the_first_run_in_a_browser(tmp_path: Path) -> None:
    """The same story in Chromium, where no page is wider than a phone or a desktop."""
    browsing = pytest.importorskip("browser_player")
    if missing := browsing.missing_browser():
        pytest.skip(missing)
    with running_demo(tmp_path) as scene, browsing.browser(WIDE) as driver:
        player = browsing.BrowserPlayer(driver)
        story = Story(scene, player)
        _play(story)
        for url in (f"{scene.url}/?still", f"{scene.site_url}/", story.url):
            assert (player.overflow(url, NARROW), player.overflow(url, WIDE)) == (0, 0)


def count_done(page: str) -> int:
    """Return how many steps are ticked off; commands of the texts are none."""
    return len(re.findall(r"(?<!/)готово", page))


def _play(story: Story) -> None:
    story.ask()
    assert len(story.said()) == 1
    story.estimate()
    assert "Пётр Соколов" in story.reply("contact", "/choose 1")
    assert story.due == _signed(story)
    assert "Решили" in story.reply("director", "1")
    until(lambda: story.due != _signed(story), "the new due date in the tracker")
    until(lambda: count_done(story.page()) == 5, "all five steps ticked off")
    page = " ".join(story.page().split())
    assert "перенос срока Пётр Соколов" in page
    assert "3 рабочих дня" in page.replace("\u00a0", " ")
    assert not story.scene.site.hooks.lost


def _signed(story: Story) -> str:
    mapping = (story.scene.service.settings.service.mappings / "acme-site.yaml").read_text(encoding="utf-8")
    lines = iter(mapping.splitlines())
    before = next(line for line in lines if line.strip().startswith("due:"))
    assert STAGE in next(lines)
    return before.partition(":")[2].strip()
