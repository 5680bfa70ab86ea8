"""Labels of the service where they do not belong: by hand, or by a clone."""

from __future__ import annotations

import pytest
from scene import Scene


def test_clone_is_set_right_without_a_word(scene: Scene) -> None:
    """A label that came with the issue (a clone) is set right without a word."""
    banner = scene.create(
        "contact",
        "CLONE - Главная: баннер",
        epic="ACME-3",
        hours=2,
        labels=["beyond-scope", "signed-off", "sign-off-outdated", "срочно"],
    )
    page = scene.create("contact", "CLONE - Калькулятор", hours=18, labels=["in-scope"])
    scene.settle()
    assert scene.labels(banner) == {"in-scope", "срочно"}
    assert scene.labels(page) == {"beyond-scope"}
    assert scene.said(banner) == scene.said(banner, team=True) == scene.said(page, team=True) == []
    assert len(scene.said(page)) == 1
    scene.edit("contact", banner, description="Ещё один баннер, как на главной")
    scene.settle()
    assert scene.labels(banner) == {"in-scope", "срочно"}
    assert scene.said(banner) == []


@pytest.mark.parametrize("label", ["signed-off", "sign-off-outdated", "in-scope"])
def test_label_put_on_by_hand_is_set_right(scene: Scene, label: str) -> None:
    """A label of the service put on by hand is set right; each side hears its part."""
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.edit("contact", issue, labels=["beyond-scope", label])
    scene.settle()
    assert scene.labels(issue) == {"beyond-scope"}
    assert f"Метка «{label}» означает" in scene.said(issue)[-1]
    (told,) = scene.said(issue, team=True)
    assert told.startswith("Анна Белова: поставлена метка")


def test_without_team_comments_one_comment_does_both(scene: Scene) -> None:
    """Where there is no team comment, one comment does both, kindly."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("  team_comments: {role: Agency}\n", ""))
    scene.clock.move(seconds=5)
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.edit("contact", issue, labels=[])
    scene.settle()
    assert scene.labels(issue) == {"beyond-scope"}
    said = scene.said(issue)[-1]
    assert (said.startswith("Анна, "), "Мария Орлова" in said) == (True, True)
