"""What `ugovor demo` prints."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mappings.model import Language
from plugin.practice.demo.steps import Progress, steps


@dataclass(frozen=True)
class DemoTexts:
    """One language's words; in braces what is filled in."""

    title: str
    page: str
    site: str
    folder: str
    register: str
    stop: str
    port_taken: str
    ending: str
    try_it: str
    own: str


_LAST_STEP = 5
"""Its place is the service's own page; the steps before it happen in the tracker."""

TEXTS: Mapping[Language, DemoTexts] = {
    "ru": DemoTexts(
        title="«Уговор» запущен для пробы: учебный трекер и договор-пример, наружу ничего не уходит.",
        page="Эти шаги с отметками, сроки и реестр: {url}",
        site="Учебный трекер: {url}",
        folder="База, договор и настройки: {folder}",
        register="Реестр в другом окне: {command} --config {folder}/ugovor.toml register ACME-SITE",
        stop="Остановить: Ctrl-C",
        port_taken="Порт {wanted} занят, поэтому {taken}",
        ending="Остановлено.",
        try_it="Теперь попробуйте сами: заведите в учебном трекере свой запрос от имени любого человека.",
        own="Подключить свой проект: ugovor init ТРЕКЕР ПРОЕКТ --contract договор.docx; "
        "потом check и backtest (README.ru.md)",
    ),
    "en": DemoTexts(
        title="Ugovor runs for a try: practice tracker and example contract; nothing leaves this machine.",
        page="These steps ticked off, dates and register: {url}",
        site="Practice tracker: {url}",
        folder="Database, contract and settings: {folder}",
        register="The register, elsewhere: {command} --config {folder}/ugovor.toml register ACME-SITE",
        stop="To stop: Ctrl-C",
        port_taken="Port {wanted} is taken, therefore {taken}",
        ending="Stopped.",
        try_it="Now try it yourself: create a request of your own in the practice tracker, as anybody there.",
        own="To connect your own project: ugovor init TRACKER PROJECT --contract contract.docx; "
        "then check and backtest (README.md)",
    ),
}


def format_opening(
    url: str, site_url: str, folder: Path, language: Language, *, with_english: bool, is_played: bool = False
) -> Iterator[str]:
    """Give the lines that say what to do.

    Args:
        url: of the service.
        site_url: of the practice tracker.
        folder: where everything is kept.
        language: of the lines.
        with_english: an English line after each step.
        is_played: the steps were played already: only where one goes on is said.
    """
    words = TEXTS[language]
    if is_played:
        yield ""
        yield words.try_it
        if with_english:
            yield TEXTS["en"].try_it
        yield from _places(url, site_url, folder, words)
        return
    yield ""
    yield words.title
    if with_english:
        yield TEXTS["en"].title
    yield ""
    english = steps(Progress(), site_url, "en")
    for step, twin in zip(steps(Progress(), site_url, language), english, strict=True):
        yield f" {step.number}. {step.title}. {step.text}"
        if with_english:
            yield f"    {twin.title}. {twin.text}"
        yield f"    → {url if step.number == _LAST_STEP else site_url}/"
    yield ""
    yield from _places(url, site_url, folder, words)


def _name_command() -> str:
    """Return how this command is called in another window."""
    called = sys.argv[0]
    return "ugovor" if shutil.which("ugovor") or Path(called).name != "ugovor" else called


def _places(url: str, site_url: str, folder: Path, words: DemoTexts) -> Iterator[str]:
    """Give the lines that say where everything is, and how to stop."""
    yield words.page.format(url=url)
    yield words.site.format(url=site_url)
    yield words.folder.format(folder=folder)
    yield words.register.format(command=_name_command(), folder=folder)
    yield words.own
    yield words.stop
    yield ""
