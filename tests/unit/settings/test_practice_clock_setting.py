"""Practice time is had only where every tracker is on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from plugin.runtime.clock import SystemClock
from plugin.runtime.practice_clock import PracticeClock
from plugin.settings.errors import SettingsError
from plugin.settings.model import ServiceSettings, Settings, TrackerSettings
from plugin.settings.practice_time import VARIABLE, choose_clock


def _settings(*urls: str) -> Settings:
    trackers = {
        # The settings refuse some of these addresses by themselves.
        f"t{number}": TrackerSettings.model_construct(
            kind="jira_cloud", url=url, token=SecretStr("t"), webhook_secrets=(SecretStr("a secret"),)
        )
        for number, url in enumerate(urls)
    }
    return Settings.model_construct(trackers=trackers)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a time."""
    path = tmp_path / "now"
    path.write_text("2027-03-25T10:00", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("urls", "is_taken"),
    [
        (("http://127.0.0.1:8081",), True),
        (("http://localhost:8081/jira", "https://[::1]:9", "http://127.9.9.9"), True),
        ((), True),
        (("https://acme.atlassian.net",), False),
        (("http://127.0.0.1:1", "http://10.0.0.5"), False),
        (("http://localhost.acme.example",), False),
        (("http://127.0.0.1.acme.example",), False),
        (("http://127.0.0.1@acme.example",), False),
    ],
)
def test_with_any_other_url_it_refuses_to_start(
    file: Path, monkeypatch: pytest.MonkeyPatch, urls: tuple[str, ...], is_taken: bool
) -> None:
    """With any other url it refuses to start, in one clear sentence."""
    monkeypatch.setenv(VARIABLE, str(file))
    if is_taken:
        assert isinstance(choose_clock(_settings(*urls), SystemClock()), PracticeClock)
        return
    with pytest.raises(SettingsError, match=r"^UGOVOR_PRACTICE_CLOCK is set, but trackers\.t\d\.url is not"):
        choose_clock(_settings(*urls), SystemClock())


def test_without_the_variable_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither unset nor empty."""
    system = SystemClock()
    for value in (None, ""):
        monkeypatch.delenv(VARIABLE, raising=False)
        if value is not None:
            monkeypatch.setenv(VARIABLE, value)
        assert choose_clock(_settings("https://acme.atlassian.net"), system) is system


def test_a_file_without_a_time_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sentence names variable, file and remedy."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    with pytest.raises(SettingsError, match=r"UGOVOR_PRACTICE_CLOCK: .*none cannot be read.* unset"):
        choose_clock(_settings(), SystemClock())


def test_the_settings_may_name_the_file_as_well(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands beside a demo then keep its time; the environment stands above."""
    monkeypatch.delenv(VARIABLE, raising=False)
    settings = _settings("http://127.0.0.1:8081")
    named = settings.model_copy(update={"service": ServiceSettings(practice_clock=file)})
    assert choose_clock(named, SystemClock()).now().year == 2027
    monkeypatch.delenv(VARIABLE, raising=False)
    assert isinstance(choose_clock(settings, SystemClock()), SystemClock)
    other = file.with_name("other")
    other.write_text("2031-01-01T10:00", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(other))
    assert choose_clock(named, SystemClock()).now().year == 2031
