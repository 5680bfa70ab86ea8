"""A scoped token's API has a gateway's address; people are led to the site's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_player import signed_in
from scene import Scene, opened

GATEWAY = "/ex/jira/1f2e-cloud"


def led_to(scene: Scene, path: str = "/contracts/ACME-SITE") -> set[str]:
    """Return the addresses of issues on a contract's page, without their keys."""
    page = signed_in(scene).get(path).text
    return set(re.findall(r'href="(http[^"]*)/browse/[A-Z]+-\d+"', page))


@pytest.mark.parametrize(
    ("site_url", "base_url", "expected"),
    [
        pytest.param(None, "", "{root}", id="the site says where people see it"),
        pytest.param(None, "https://acme.atlassian.net/", "https://acme.atlassian.net", id="elsewhere"),
        pytest.param(
            "https://jira.acme.example", "", "https://jira.acme.example", id="the setting stands above"
        ),
        pytest.param(None, "javascript:alert(1)", "{gateway}", id="nothing but an address is taken"),
    ],
)
def test_links_on_pages_take_the_sites_own_address(
    tmp_path: Path, site_url: str | None, base_url: str, expected: str
) -> None:
    """Behind a gateway by themselves, with `site_url` above it."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db", gateway=GATEWAY, site_url=site_url)
    try:
        scene.site.base_url = base_url or scene.site.base_url
        opened(scene)
        issue = scene.create("contact", "Калькулятор стоимости", hours=18)
        scene.settle()
        assert {"beyond-scope"} == scene.labels(issue)
        root = scene.site.url.removesuffix(GATEWAY)
        assert led_to(scene) == {expected.format(root=root, gateway=scene.site.url)}
    finally:
        scene.close()


def test_a_gateway_that_does_not_say_is_asked_again(tmp_path: Path) -> None:
    """The pages lead to the address of the settings until the site answers."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db", gateway=GATEWAY)
    try:
        scene.site.faults.next("GET", "/serverInfo", "503")
        opened(scene)
        scene.create("contact", "Калькулятор стоимости", hours=18)
        scene.settle()
        assert led_to(scene) == {scene.site.url}
        scene.clock.move(minutes=6)
        scene.settle()
        assert led_to(scene) == {scene.site.url.removesuffix(GATEWAY)}
    finally:
        scene.close()


def test_an_address_of_its_own_needs_no_question(tmp_path: Path) -> None:
    """Without a gateway nobody is asked, and links lead where the settings say."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db")
    try:
        scene.site.base_url = "https://acme.atlassian.net"
        opened(scene)
        scene.create("contact", "Калькулятор стоимости", hours=18)
        scene.settle()
        assert led_to(scene) == {scene.site.url}
        assert not [call for call in scene.site.calls if call[1].endswith("/serverInfo")]
    finally:
        scene.close()


def test_doctor_says_where_links_lead(tmp_path: Path) -> None:
    """Behind a gateway nothing has to be set."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db", gateway=GATEWAY)
    try:
        mappings = tuple(each.mapping for each in scene.service.active_contracts.all)
        lines = list(scene.service.trackers["main"].check(mappings))
        assert [(line.ok, line.remedy) for line in lines if line.name == "address"] == [(True, "")]
    finally:
        scene.close()
