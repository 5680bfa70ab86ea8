"""The demo's third chapter: kick-off, a gate, criteria, two signatures, a deputy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from mappings.model import Language
from plugin.cli.demo_play import Play
from plugin.core.model.signed_links import SignedLink, mark_of
from plugin.practice.demo.contract import KEYS
from plugin.practice.demo.people import CONTACT, DEPUTY, DIRECTOR, MANAGER
from plugin.practice.tracker.actions import move_issue

_STARTS = "In Progress"
_DEPUTY_DAYS = 7


@dataclass(frozen=True)
class SignOffWords:
    """What is printed and what people say; in braces what is filled in."""

    title: str
    agrees: str
    starts: str
    hands_over: str
    accepts: str
    deputy: str
    page: str
    exports: str


WORDS: Mapping[Language, SignOffWords] = {
    "ru": SignOffWords(
        title="Глава третья: приёмка этапа",
        agrees="/согласен",
        starts="{step}. {who} берёт в работу задачу «Вёрстка главной»",
        hands_over="/готово 1\n/готово 2\n/передаём",
        accepts="/принято",
        deputy="/заместитель Игорь до {day}",
        page="Так этап открывает человек без учётной записи, по личной ссылке: {url}",
        exports="Реестр, хронологию и ожидания можно скачать на страницах договора; войти: {url}",
    ),
    "en": SignOffWords(
        title="Third chapter: the stage is accepted",
        agrees="/agree",
        starts="{step}. {who} starts “HTML of the main page”",
        hands_over="/done 1\n/done 2\n/handover",
        accepts="/accept",
        deputy="/deputy Ian until {day}",
        page="A person without an account opens the stage by a personal link: {url}",
        exports="Register, timeline and waits can be saved from the contract’s pages; to sign in: {url}",
    ),
}


def play_sign_off(play: Play) -> None:
    """Play the chapter, and print the links to its pages."""
    words, site = WORDS[play.language], play.scene.site
    play.echo("")
    play.echo(words.title)
    play.echo("")
    kick_off, stage, markup = (site.issue(KEYS[name]) for name in ("kick_off", "design", "markup"))
    play.show(play.said(kick_off)[0])
    play.reply(kick_off, DIRECTOR, 11, words.agrees)
    play.echo(words.starts.format(step=12, who=MANAGER.names[play.language]))
    before = play.said(markup)
    with site.lock:
        move_issue(site, markup, play.account(MANAGER), _STARTS)
    play.until(lambda: len(play.said(markup)) > len(before))
    play.show(play.said(markup)[-1])
    play.reply(stage, MANAGER, 13, words.hands_over)
    play.reply(stage, CONTACT, 14, words.accepts)
    until = (play.scene.service.clock.now() + timedelta(days=_DEPUTY_DAYS)).date()
    play.reply(stage, DIRECTOR, 15, words.deputy.format(day=f"{until:%d.%m.%Y}"))
    play.reply(stage, DEPUTY, 16, words.accepts)
    mapping = next(each.mapping for each in play.scene.service.active_contracts.all)
    mark = mark_of(mapping.people[DIRECTOR.id])
    look = SignedLink(mapping.id, DIRECTOR.id, "look", "design", 1, mark=mark)
    enter = SignedLink(mapping.id, DIRECTOR.id, "enter", "", 0, mark=mark)
    links = play.scene.service.links
    play.echo(words.page.format(url=links.address(look)))
    play.echo(words.exports.format(url=links.address(enter)))
