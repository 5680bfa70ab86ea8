"""Settings: the file, the environment above it, and secrets that never show."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from plugin.pages.issue_links import issue_url
from plugin.settings.config_file import SECTIONS, find_config
from plugin.settings.errors import SettingsError
from plugin.settings.model import Settings, load_settings

TOKEN, SECRET = "token-3f9a", "hook-7c10"
FILE = f"""
[service]
bind = "0.0.0.0:9000"
public_url = "https://ugovor.example.com/"
database = "sqlite:///ugovor.db"
mappings = "mappings"
language = "en"
web_threads = 8

[trackers.main]
kind = "jira_cloud"
url = "https://acme.atlassian.net/"
user = "bot@acme.example"
token = "{TOKEN}"
webhook_secrets = ["{SECRET}"]
account = "712020:bot"
timeout_s = 5

[mail]
host = "smtp.acme.example"
password = "{SECRET}"
sender = "Ugovor <ugovor@acme.example>"

[sign_in]
issuer = "https://id.acme.example"
client_id = "ugovor"
client_secret = "{SECRET}"
"""


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, without settings in the environment."""
    for name in [name for name in os.environ if name.startswith("UGOVOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a whole settings file."""
    path = tmp_path / "etc" / "ugovor.toml"
    path.parent.mkdir()
    path.write_text(FILE, encoding="utf-8")
    return path


def test_defaults_hold_without_a_file() -> None:
    """Everything but trackers has a default."""
    settings = load_settings()
    assert (settings.service.bind, settings.trackers, settings.mail) == ("127.0.0.1:8080", {}, None)


def test_each_key_of_the_file_is_read(file: Path) -> None:
    """What the file says holds; an address loses its last slash."""
    settings = load_settings(file)
    main = settings.trackers["main"]
    assert (settings.service.language, settings.service.web_threads) == ("en", 8)
    assert (settings.service.public_url, main.url) == (
        "https://ugovor.example.com",
        "https://acme.atlassian.net",
    )
    assert (main.token.get_secret_value(), main.timeout_s) == (TOKEN, 5)
    assert settings.mail is not None
    assert settings.mail.port == 587


ENVIRONMENT = [
    ("SERVICE__BIND", "127.0.0.1:1", lambda s: s.service.bind, "127.0.0.1:1"),
    ("SERVICE__PUBLIC_URL", "https://u.example", lambda s: s.service.public_url, "https://u.example"),
    ("SERVICE__DATABASE", "postgresql://u@h/d", lambda s: s.service.database, "postgresql://u@h/d"),
    ("SERVICE__MAPPINGS", "/srv/mappings", lambda s: str(s.service.mappings), "/srv/mappings"),
    ("SERVICE__LANGUAGE", "ru", lambda s: s.service.language, "ru"),
    ("SERVICE__TEXTS", "/srv/texts", lambda s: str(s.service.texts), "/srv/texts"),
    ("SERVICE__WEB_THREADS", "2", lambda s: s.service.web_threads, 2),
    ("SERVICE__SUBJECTS_IN_FLIGHT", "32", lambda s: s.service.subjects_in_flight, 32),
    ("TRACKERS__MAIN__KIND", "jira_dc", lambda s: s.trackers["main"].kind, "jira_dc"),
    ("TRACKERS__MAIN__URL", "https://j.example", lambda s: s.trackers["main"].url, "https://j.example"),
    ("TRACKERS__MAIN__SITE_URL", "https://s.io", lambda s: s.trackers["main"].site_url, "https://s.io"),
    ("SERVICE__KEEP_BODIES_DAYS", "30", lambda s: s.service.keep_bodies_days, 30),
    ("SERVICE__PROXIES", "2", lambda s: s.service.proxies, 2),
    ("SERVICE__PRACTICE_CLOCK", "time.txt", lambda s: s.service.practice_clock, Path("time.txt")),
    ("TRACKERS__MAIN__USER", "me", lambda s: s.trackers["main"].user, "me"),
    ("TRACKERS__MAIN__TOKEN", "other", lambda s: s.trackers["main"].token.get_secret_value(), "other"),
    (
        "TRACKERS__MAIN__WEBHOOK_SECRETS",
        '["a", "b"]',
        lambda s: [each.get_secret_value() for each in s.trackers["main"].webhook_secrets],
        ["a", "b"],
    ),
    ("TRACKERS__MAIN__ACCOUNT", "bot", lambda s: s.trackers["main"].account, "bot"),
    ("TRACKERS__MAIN__TIMEOUT_S", "2.5", lambda s: s.trackers["main"].timeout_s, 2.5),
    (
        "TRACKERS__MAIN__TOKEN_EXPIRES",
        "2027-03-31",
        lambda s: s.trackers["main"].token_expires,
        date(2027, 3, 31),
    ),
    ("TRACKERS__MAIN__RECONCILE_EVERY_S", "60", lambda s: s.trackers["main"].reconcile_every_s, 60),
    (
        "RECORD__TIMESTAMP_URL",
        "https://tsa.example",
        lambda s: s.record.timestamp_url,
        "https://tsa.example",
    ),
    (
        "RECORD__TIMESTAMP_ROOTS",
        "/srv/roots.pem",
        lambda s: str(s.record.timestamp_roots),
        "/srv/roots.pem",
    ),
    ("MAIL__HOST", "mail.example", lambda s: s.mail.host, "mail.example"),
    ("MAIL__PORT", "25", lambda s: s.mail.port, 25),
    ("MAIL__USER", "me", lambda s: s.mail.user, "me"),
    ("MAIL__PASSWORD", "other", lambda s: s.mail.password.get_secret_value(), "other"),
    ("MAIL__SENDER", "me@acme.example", lambda s: s.mail.sender, "me@acme.example"),
    ("SIGN_IN__ISSUER", "https://id.example", lambda s: s.sign_in.issuer, "https://id.example"),
    ("SIGN_IN__CLIENT_ID", "me", lambda s: s.sign_in.client_id, "me"),
    ("SIGN_IN__CLIENT_SECRET", "x", lambda s: s.sign_in.client_secret.get_secret_value(), "x"),
    ("SIGN_IN__OPERATORS", '["a@b.example"]', lambda s: s.sign_in.operators, ("a@b.example",)),
]


@pytest.mark.parametrize(
    ("key", "value", "look", "expected"), ENVIRONMENT, ids=[row[0] for row in ENVIRONMENT]
)
def test_the_environment_stands_above_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: str, look: object, expected: object
) -> None:
    """Every key can come from the environment, and leaves the others as the file says."""
    monkeypatch.setenv(f"UGOVOR_{key}", value)
    settings = load_settings(file)
    assert callable(look)
    assert look(settings) == expected
    assert set(settings.trackers) == {"main"}


ORGANISATIONS = [("TRACKERS__MAIN__ORG_ID", "org_id"), ("TRACKERS__MAIN__CLOUD_ORG_ID", "cloud_org_id")]
"""Keys that go with one kind alone."""


@pytest.mark.parametrize(("key", "name"), ORGANISATIONS)
def test_an_organisation_of_yandex_tracker_comes_from_the_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch, key: str, name: str
) -> None:
    """Either of the two keys, together with the kind that takes it."""
    monkeypatch.setenv("UGOVOR_TRACKERS__MAIN__KIND", "yandex")
    monkeypatch.setenv(f"UGOVOR_{key}", "8020001")
    assert getattr(load_settings(file).trackers["main"], name) == "8020001"


@pytest.mark.parametrize(
    ("sentence", "given", "told"),
    [
        ("The organisation is missing.", {"KIND": "yandex"}, "exactly one of them; neither is there"),
        (
            "Both organisations are named.",
            {"KIND": "yandex", "ORG_ID": "1", "CLOUD_ORG_ID": "b1g"},
            "exactly one of them; both are there",
        ),
        ("Another kind has none.", {"ORG_ID": "1"}, "org_id is for the kind yandex alone; take it out"),
        (
            "It could not be a header.",
            {"KIND": "yandex", "ORG_ID": "8020001 "},
            "write the organisation's id as Yandex Tracker shows it",
        ),
        ("It is empty.", {"KIND": "yandex", "CLOUD_ORG_ID": ""}, "write the organisation's id"),
    ],
)
def test_an_organisation_is_named_where_it_is_wanted(
    file: Path, monkeypatch: pytest.MonkeyPatch, sentence: str, given: dict[str, str], told: str
) -> None:
    """Exactly one of the two keys, and for Yandex Tracker alone."""
    for key, value in given.items():
        monkeypatch.setenv(f"UGOVOR_TRACKERS__MAIN__{key}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert told in str(caught.value), sentence


def test_every_key_is_in_the_table() -> None:
    """No key was forgotten above."""
    parts = {
        "SERVICE": "service",
        "TRACKERS__MAIN": "trackers",
        "MAIL": "mail",
        "SIGN_IN": "sign_in",
        "RECORD": "record",
    }
    schema = Settings.model_json_schema()["$defs"]
    keys = {
        f"{prefix}__{name.upper()}"
        for prefix, model in zip(
            parts,
            ("ServiceSettings", "TrackerSettings", "MailSettings", "SignInSettings", "RecordSettings"),
            strict=True,
        )
        for name in schema[model]["properties"]
    }
    assert keys == {row[0] for row in (*ENVIRONMENT, *ORGANISATIONS)}


def test_a_tracker_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service may run without any file."""
    for key, value in {
        "KIND": "jira_dc",
        "URL": "https://j",
        "TOKEN": "t",
        "WEBHOOK_SECRETS": '["s"]',
    }.items():
        monkeypatch.setenv(f"UGOVOR_TRACKERS__MAIN__{key}", value)
    assert load_settings().trackers["main"].kind == "jira_dc"


@pytest.mark.parametrize(
    ("sentence", "line", "key"),
    [
        ("A token.", f'token = "{TOKEN}"', "trackers.main.token"),
        ("Secrets of the webhook.", f'webhook_secrets = ["{SECRET}"]', "trackers.main.webhook_secrets"),
        ("The kind of tracker.", 'kind = "jira_cloud"', "trackers.main.kind"),
        ("An address.", 'url = "https://acme.atlassian.net/"', "trackers.main.url"),
        ("A mail host.", 'host = "smtp.acme.example"', "mail.host"),
    ],
)
def test_what_is_missing_is_named(file: Path, sentence: str, line: str, key: str) -> None:
    """The sentence names key, file and the environment's name for it."""
    file.write_text(FILE.replace(line, ""), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    told = str(caught.value)
    assert f"{key} is missing" in told, sentence
    assert str(file) in told
    assert "UGOVOR_" + key.upper().replace(".", "__") in told


TRACKER_KEYS = (
    "kind, url, site_url, user, token, webhook_secrets, account, org_id, cloud_org_id, token_expires, "
    "timeout_s, reconcile_every_s"
)
ADDRESS = "expected an address that begins with https:// (or http:// for a local tracker)"
NO_TOKEN = "the token is empty; write the one that the tracker gave the service's account"


@pytest.mark.parametrize(
    ("sentence", "line", "instead", "told"),
    [
        (
            "An unknown kind.",
            'kind = "jira_cloud"',
            'kind = "trello"',
            "trackers.main.kind: write one of these: jira_cloud, jira_dc, youtrack, redmine, yandex",
        ),
        (
            "A misspelt key.",
            "timeout_s = 5",
            "timeout = 5",
            'trackers.main.timeout: nothing reads this key. Did you mean "timeout_s"?',
        ),
        (
            "A key like no other.",
            "timeout_s = 5",
            "zzz = 5",
            f"trackers.main.zzz: nothing reads this key. The keys there are: {TRACKER_KEYS}.",
        ),
        (
            "An address without its scheme.",
            '"https://acme.atlassian.net/"',
            '"acme.atlassian.net"',
            f"trackers.main.url: {ADDRESS}",
        ),
        (
            "No secret at all.",
            f'["{SECRET}"]',
            "[]",
            "trackers.main.webhook_secrets: the list is empty; give at least one secret",
        ),
        (
            "An empty secret.",
            f'["{SECRET}"]',
            f'["{SECRET}", ""]',
            "trackers.main.webhook_secrets[1]: the secret is empty; give one of at least 8 characters",
        ),
        (
            "A secret of blanks.",
            f'["{SECRET}"]',
            '["  "]',
            "trackers.main.webhook_secrets[0]: the secret is empty; give one of at least 8 characters",
        ),
        (
            "A secret that is no text.",
            f'["{SECRET}"]',
            "[7]",
            'trackers.main.webhook_secrets[0]: write a text in quotes, such as "one"',
        ),
        (
            "A secret outside a list.",
            f'["{SECRET}"]',
            f'"{SECRET}"',
            'trackers.main.webhook_secrets: write a list, such as ["one", "two"]',
        ),
        (
            "A time-out of nothing.",
            "timeout_s = 5",
            "timeout_s = 0",
            "trackers.main.timeout_s must be more than 0",
        ),
        (
            "A time-out that is no number.",
            "timeout_s = 5",
            'timeout_s = "5 s"',
            "trackers.main.timeout_s: write a number",
        ),
        (
            "A language that nobody speaks.",
            'language = "en"',
            'language = "fr"',
            "service.language: write one of these: ru, en",
        ),
        (
            "Threads without end.",
            "web_threads = 8",
            "web_threads = 800",
            "service.web_threads must be at most 64",
        ),
        (
            "Half a thread.",
            "web_threads = 8",
            "web_threads = 1.5",
            "service.web_threads: write a whole number",
        ),
        (
            "A token that is no text.",
            f'token = "{TOKEN}"',
            "token = 7",
            'trackers.main.token: write a text in quotes, such as "one"',
        ),
        (
            "An empty token.",
            f'token = "{TOKEN}"',
            'token = ""',
            f"trackers.main.token: {NO_TOKEN}",
        ),
        (
            "A day that is none.",
            "timeout_s = 5",
            'token_expires = "in March"',
            "trackers.main.token_expires: write a day, such as 2027-03-31",
        ),
        (
            "A path that is a number.",
            'mappings = "mappings"',
            "mappings = 7",
            "service.mappings: write a path in quotes",
        ),
    ],
)
def test_what_is_wrong_is_named(file: Path, sentence: str, line: str, instead: str, told: str) -> None:
    """One line names file, key and what is wanted there, and never what stood near it."""
    file.write_text(FILE.replace(line, instead), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert str(caught.value) == f"{file}: {told}", sentence
    assert_no_secret(caught.value)


def test_a_tracker_that_is_no_section(file: Path) -> None:
    """`trackers.main` needs keys below it."""
    file.write_text('[trackers]\nmain = "jira_cloud"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"trackers\.main: write it as a section of its own"):
        load_settings(file)


def test_a_variable_that_is_no_json(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list in the environment is JSON.

    What stood there instead, a secret, is not shown.
    """
    monkeypatch.setenv("UGOVOR_TRACKERS__MAIN__WEBHOOK_SECRETS", SECRET)
    with pytest.raises(SettingsError, match="is written as JSON") as caught:
        load_settings(file)
    assert_no_secret(caught.value)


def assert_no_secret(error: BaseException) -> None:
    """Make sure that neither an error nor what it came from shows a secret."""
    told: BaseException | None = error
    while told is not None:
        assert TOKEN not in f"{told} {told!r}"
        assert SECRET not in f"{told} {told!r}"
        told = told.__cause__


@pytest.mark.parametrize(
    ("sentence", "text", "words"),
    [
        ("A misspelt section.", "[servise]\nbind = 'x'\n", '[servise]. Did you mean "service"?'),
        (
            "A section like no other.",
            "[zzz]\n",
            "[zzz]. There are [service], [trackers], [mail], [sign_in], [record].",
        ),
        ("No TOML.", "[service\n", "not valid TOML"),
        ("A file that is not there.", None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used(file: Path, sentence: str, text: str | None, words: str) -> None:
    """One sentence names the file and what is wrong with it."""
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"etc/ugovor\.toml") as caught:
        load_settings(file)
    assert words in str(caught.value), sentence


def test_secrets_never_show(file: Path) -> None:
    """Neither in `repr` nor in text nor in JSON."""
    settings = load_settings(file)
    shown = f"{settings!r} {settings} {settings.model_dump_json()}"
    assert TOKEN not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("sentence", "database", "expected"),
    [
        ("A relative file lies beside the settings.", "sqlite:///ugovor.db", "sqlite:///{folder}/ugovor.db"),
        ("An absolute one stays.", "sqlite:////srv/ugovor.db", "sqlite:////srv/ugovor.db"),
        ("One in memory stays.", "sqlite:///:memory:", "sqlite:///:memory:"),
        ("A server stays.", "postgresql://u@h/d", "postgresql://u@h/d"),
    ],
)
def test_where_the_database_lies(file: Path, sentence: str, database: str, expected: str) -> None:
    """Relative paths count from the folder of the settings file."""
    file.write_text(FILE.replace("sqlite:///ugovor.db", database), encoding="utf-8")
    assert load_settings(file).service.database == expected.format(folder=file.parent), sentence
    assert load_settings(file).service.mappings == file.parent / "mappings"


def test_finding_the_file(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one named, else that of `UGOVOR_CONFIG`, else `ugovor.toml` here, else none."""
    assert find_config(None) is None
    (tmp_path / "ugovor.toml").write_text("", encoding="utf-8")
    assert find_config(None) == Path("ugovor.toml")
    monkeypatch.setenv("UGOVOR_CONFIG", str(file))
    assert find_config(None) == file
    assert find_config(tmp_path / "named.toml") == tmp_path / "named.toml"


def test_the_word_secret_is_no_secret_for_youtrack(tmp_path: Path) -> None:
    """An app that may not see the setting sends that word: everybody could deliver."""
    settings = tmp_path / "ugovor.toml"
    text = '[trackers.main]\nkind = "youtrack"\nurl = "https://a.example"\ntoken = "perm:x"\n'
    settings.write_text(text + 'webhook_secrets = ["Secret"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match='the webhook secret is the word "secret"'):
        load_settings(settings)
    settings.write_text(text + 'webhook_secrets = ["a secret of its own"]\n', encoding="utf-8")
    assert "youtrack" == load_settings(settings).trackers["main"].kind


def test_the_sections_are_those_of_the_settings() -> None:
    """A command tells by a variable's name that there are settings."""
    assert tuple(Settings.model_fields) == SECTIONS


@pytest.mark.parametrize(
    "url", ["https://bot:hunter2@acme.atlassian.net", "https://hunter2@acme.example", "https://:hunter2@a"]
)
def test_a_password_in_a_url_is_refused(file: Path, url: str) -> None:
    """A password in a url is refused with a remedy, and is not repeated."""
    text = file.read_text(encoding="utf-8").replace("https://acme.atlassian.net/", url)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"main\.url: the address holds a user or a password") as told:
        load_settings(file)
    assert "take both out of it" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_links_on_pages_use_the_sites_own_address(file: Path) -> None:
    """A scoped token's API lives at a gateway address, where no people are."""
    gateway = "https://api.atlassian.com/ex/jira/11111111-2222"
    text = file.read_text(encoding="utf-8").replace("https://acme.atlassian.net/", gateway)
    file.write_text(text, encoding="utf-8")
    assert issue_url(load_settings(file), "main", "ACME-1") == f"{gateway}/browse/ACME-1"
    site = text.replace("timeout_s = 5", 'timeout_s = 5\nsite_url = "https://acme.atlassian.net/"')
    file.write_text(site, encoding="utf-8")
    settings = load_settings(file)
    assert issue_url(settings, "main", "ACME-1") == "https://acme.atlassian.net/browse/ACME-1"
    assert settings.trackers["main"].url == gateway
