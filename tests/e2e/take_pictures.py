"""Plays the demo in Chromium and writes the README's pictures: `make pictures`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browser_player import BrowserPlayer, browser, missing_browser, press
from selenium.webdriver.common.by import By
from story import Story, running_demo, until

from plugin.cli.demo_scene import CONTRACT, DemoScene
from plugin.core.model.signed_links import SignedLink, mark_of

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH = 900


def main(folder: Path) -> None:
    """Play the story to its end and take the pictures."""
    with tempfile.TemporaryDirectory() as place, running_demo(Path(place)) as scene, browser(WIDTH) as driver:
        player = BrowserPlayer(driver)
        story = Story(scene, player)
        folder.mkdir(parents=True, exist_ok=True)
        story.ask()
        story.estimate()
        story.reply("contact", "/выбор 1")
        player.picture(story.url, folder / "issue.png", WIDTH, printed=True)
        before = story.due
        story.reply("director", "1")
        until(lambda: story.due != before, "the new due date")
        until(lambda: story.said()[0].startswith("✓"), "the offer marked as decided")
        player.picture(story.url, folder / "decision.png", WIDTH, printed=True)
        player.picture(f"{scene.url}/?lang=ru&still", folder / "register.png", WIDTH)
        driver.get(_sign_in_link(scene))
        press(driver, driver.find_element(By.CSS_SELECTOR, "main button"))
        player.picture(f"{scene.url}/contracts/{CONTRACT}?lang=ru", folder / "contract.png", WIDTH)


def _sign_in_link(scene: DemoScene) -> str:
    """Return the address by which the director signs in."""
    mapping = scene.service.active_contracts.all[0].mapping
    mark = mark_of(mapping.people["director"])
    return scene.service.links.address(SignedLink(CONTRACT, "director", "enter", "", 0, mark=mark))


if __name__ == "__main__":
    if missing := missing_browser():
        sys.exit(missing)
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
