"""`ugovor demo`: the service, a practice tracker and an example contract."""

from __future__ import annotations

import logging
import signal
import tempfile
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, cast

import click

from mappings.model import Language
from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.demo_texts import TEXTS, format_opening
from plugin.cli.errors import WrongUse
from plugin.runtime.logs import configure_logs

if TYPE_CHECKING:
    from plugin.cli.demo_scene import DemoScene


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Of the service."
)
@click.option(
    "--site-port",
    type=click.IntRange(1, 65535),
    default=8081,
    show_default=True,
    help="Of the practice tracker.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where database, mapping and settings are kept; without it a fresh temporary folder.",
)
@click.option("--play", is_flag=True, help="Play the five steps in the terminal first.")
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Of texts and pages; without it Russian.")
@pass_cli_context
def demo(
    context: CliContext, port: int, site_port: int, folder: Path | None, lang: str | None, *, play: bool
) -> None:
    """Try the service with a practice tracker and an example contract.

    Nothing leaves this machine. With --play the main job is shown first: a request beyond the contract, its
    options, the wrong person's answer, the decision, the moved date and the register. Then both stay open
    for one's own try.

    Ctrl-C ends it.
    """
    from plugin.cli.demo_scene import open_demo_scene

    language = cast(Language, lang or "ru")
    configure_logs(logging.WARNING)
    place = _require_empty(folder) if folder else Path(tempfile.mkdtemp(prefix="ugovor-demo-"))
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    with open_demo_scene(place, port, site_port, language, context.clock) as scene:
        if play:
            _play(scene, language)
        for line in format_opening(
            scene.url, scene.site_url, place, language, with_english=lang is None, is_played=play
        ):
            click.echo(line)
        for wanted, taken in ((port, scene.url), (site_port, scene.site_url)):
            if not taken.endswith(f":{wanted}"):
                click.echo(TEXTS[language].port_taken.format(wanted=wanted, taken=taken))
        stop.wait()
        click.echo(TEXTS[language].ending)


def _play(scene: DemoScene, language: Language) -> None:
    from plugin.cli.demo_play import NotSeen, Play
    from plugin.cli.demo_sign_off import play_sign_off

    click.echo("")
    click.echo(TEXTS[language].title)
    click.echo("")
    try:
        play = Play(scene, language)
        play.run()
        play_sign_off(play)
    except NotSeen as late:
        click.echo(str(late))


def _require_empty(folder: Path) -> Path:
    """Return the folder.

    The practice tracker begins empty, so that an older database would not fit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise WrongUse(f"{folder} is not empty. The demo begins anew each time: name an empty folder.")
    return folder.resolve()
