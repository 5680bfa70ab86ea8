"""Settings of the service: `ugovor.toml`, and every key also from the environment.

`UGOVOR_SECTION__KEY` stands above the file: `UGOVOR_SERVICE__BIND`, `UGOVOR_TRACKERS__MAIN__TOKEN`.
Secrets have no default and never show in `repr`, errors or logs.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as UnreadableVariable

from mappings.suggestions import did_you_mean, join_words
from plugin.settings.config_file import find_config
from plugin.settings.error_sentences import describe_errors
from plugin.settings.errors import SettingsError

POLLED_KINDS = ("redmine",)
"""Kinds of tracker that may go without webhooks: `webhook_secrets = []`."""

KINDS_WITHOUT_TEAM_COMMENTS = ("yandex",)
"""Kinds of tracker where everybody who sees an issue reads every comment."""

_ORGANISATION = re.compile(r"[0-9A-Za-z_-]{1,100}", re.ASCII)

MIN_SECRET_LENGTH = 8
"""A shorter secret of a webhook is taken, and `ugovor doctor` warns of it."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _validate_web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("expected an address that begins with https:// (or http:// for a local tracker)")
    if "@" in urlsplit(url).netloc:
        # What is refused is not repeated: it is a password.
        raise ValueError(
            "the address holds a user or a password, which would stand in logs and links; "
            "take both out of it, and write them as user and token"
        )
    return url.rstrip("/")


WebAddress = Annotated[str, AfterValidator(_validate_web_address)]


def _validate_token(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().strip():
        raise ValueError("the token is empty; write the one that the tracker gave the service's account")
    return secret


def _validate_webhook_secret(secret: SecretStr) -> SecretStr:
    # With an empty secret everybody could sign a delivery.
    if not secret.get_secret_value().strip():
        raise ValueError(f"the secret is empty; give one of at least {MIN_SECRET_LENGTH} characters")
    return secret


def _validate_webhook_secrets(secrets: tuple[SecretStr, ...], info: ValidationInfo) -> tuple[SecretStr, ...]:
    # Redmine 5 and 6 send no webhooks: with an empty list they are asked for changes alone.
    if not secrets and info.data.get("kind") not in (*POLLED_KINDS, None):
        raise ValueError("the list is empty; give at least one secret")
    return secrets


def _validate_organisation(given: str | None) -> str | None:
    # It becomes a header, which takes neither blanks nor letters beyond ASCII.
    if given is not None and not _ORGANISATION.fullmatch(given):
        raise ValueError("write the organisation's id as Yandex Tracker shows it: letters, digits, - and _")
    return given


class ServiceSettings(_Section):
    """`[service]`."""

    bind: str = "127.0.0.1:8080"
    public_url: WebAddress = "http://127.0.0.1:8080"
    database: str = "sqlite:///ugovor.db"
    mappings: Path = Path("mappings")
    language: Literal["ru", "en"] = "ru"
    texts: Path | None = None
    web_threads: Annotated[int, Field(ge=1, le=64)] = 16
    subjects_in_flight: Annotated[int, Field(ge=1, le=64)] = 8
    keep_bodies_days: Annotated[int, Field(ge=1)] = 90
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    practice_clock: Path | None = None


def is_placeholder(secret: str) -> bool:
    """Tell whether a secret is the literal `secret`.

    YouTrack's apps read that word in place of a secret that they may not see.
    """
    return secret.strip().casefold() == "secret"


class TrackerSettings(_Section):
    """`[trackers.NAME]`: one tracker, its address, token and webhook secrets."""

    kind: Literal["jira_cloud", "jira_dc", "youtrack", "redmine", "yandex"]
    url: WebAddress
    site_url: WebAddress | None = None
    user: str | None = None
    token: Annotated[SecretStr, AfterValidator(_validate_token)]
    webhook_secrets: Annotated[
        tuple[Annotated[SecretStr, AfterValidator(_validate_webhook_secret)], ...],
        AfterValidator(_validate_webhook_secrets),
    ]
    account: str | None = None
    org_id: Annotated[str | None, AfterValidator(_validate_organisation)] = None
    cloud_org_id: Annotated[str | None, AfterValidator(_validate_organisation)] = None
    token_expires: date | None = None

    @property
    def page_url(self) -> str:
        """Where people see the tracker; a scoped token's API has another address."""
        return self.site_url or self.url

    timeout_s: Annotated[float, Field(gt=0, le=60)] = 10
    reconcile_every_s: Annotated[int, Field(ge=5, le=900)] = 300

    @model_validator(mode="after")
    def _refuse_placeholder(self) -> Self:
        """Refuse the secret that every YouTrack may send to everybody.

        See docs/trackers/youtrack.md#webhook-triggers.
        """
        secrets = (secret.get_secret_value() for secret in self.webhook_secrets)
        if self.kind == "youtrack" and any(map(is_placeholder, secrets)):
            raise ValueError(
                'the webhook secret is the word "secret", which a YouTrack app may send in place of any '
                "secret it was given; choose another of at least 32 characters, in the app and here"
            )
        return self

    @model_validator(mode="after")
    def _require_one_organisation(self) -> Self:
        """Ask for the one organisation of Yandex Tracker.

        Every request names it, in one of two headers (docs/trackers/yandex.md#rest).
        """
        named = [key for key in ("org_id", "cloud_org_id") if getattr(self, key) is not None]
        if self.kind != "yandex" and named:
            raise ValueError(f"{named[0]} is for the kind yandex alone; take it out")
        if self.kind == "yandex" and len(named) != 1:
            both = "both are there" if named else "neither is there"
            raise ValueError(
                "the kind yandex takes org_id (Yandex 360) or cloud_org_id (Yandex Cloud), exactly one of "
                f"them; {both}. The id stands in Tracker under Administration, Organizations"
            )
        return self


class MailSettings(_Section):
    """`[mail]`: optional; signed links and the manager's digest by e-mail."""

    host: str
    port: int = 587
    user: str | None = None
    password: SecretStr | None = None
    sender: str


class RecordSettings(_Section):
    """`[record]`: optional; a time-stamping authority for the record's head."""

    timestamp_url: WebAddress | None = None
    timestamp_roots: Path | None = None


class SignInSettings(_Section):
    """`[sign_in]`: optional.

    Signing in to the pages through a provider of OpenID Connect.
    """

    issuer: WebAddress
    client_id: str
    client_secret: SecretStr
    operators: tuple[str, ...] = ()


class Settings(BaseSettings):
    """All settings, read once at start."""

    model_config = SettingsConfigDict(
        env_prefix="UGOVOR_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    service: ServiceSettings = ServiceSettings()
    trackers: dict[str, TrackerSettings] = {}
    mail: MailSettings | None = None
    sign_in: SignInSettings | None = None
    record: RecordSettings = RecordSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment above the file, which arrives as the init values."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


_KNOWN_KEYS = {
    "service": tuple(ServiceSettings.model_fields),
    "trackers": tuple(TrackerSettings.model_fields),
    "mail": tuple(MailSettings.model_fields),
    "sign_in": tuple(SignInSettings.model_fields),
    "record": tuple(RecordSettings.model_fields),
}


def load_settings(config: Path | None = None) -> Settings:
    """Read the settings from the file and the environment.

    Args:
        config: the file that `--config` names, or None to look in the usual places.

    Returns:
        The settings; relative paths count from the file's folder.

    Raises:
        SettingsError: the file cannot be read or a key is missing or wrong; each line names one.
    """
    path = find_config(config)
    data: dict[str, object] = {}
    if path is not None:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"{path}: cannot be read ({error.strerror}); check the path") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: not valid TOML: {error}") from error
        unknown = sorted(set(data) - set(Settings.model_fields))
        if unknown:
            there = f"There are {join_words(f'[{name}]' for name in Settings.model_fields)}."
            meant = did_you_mean(unknown[0], Settings.model_fields, there)
            raise SettingsError(f"{path}: unknown section [{unknown[0]}]. {meant}")
    try:
        settings = Settings(**data)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(describe_errors(error, path or "settings", _KNOWN_KEYS))) from error
    except UnreadableVariable:
        # Neither message nor cause is shown: the cause repeats the value, which may be a secret.
        raise SettingsError(
            "the environment: a list or a section in a variable UGOVOR_… is written as JSON, "
            """such as UGOVOR_TRACKERS__MAIN__WEBHOOK_SECRETS='["one", "two"]'"""
        ) from None
    return settings if path is None else _resolve_paths(settings, path.parent)


def _resolve_paths(settings: Settings, folder: Path) -> Settings:
    """Return the settings with relative paths counted from a folder.

    An absolute path stays as it is.
    """
    service = settings.service
    update: dict[str, object] = {"mappings": folder / service.mappings}
    if service.texts is not None:
        update["texts"] = folder / service.texts
    scheme, _, file = service.database.partition(":///")
    if scheme.startswith("sqlite") and file and file != ":memory:":
        update["database"] = f"{scheme}:///{folder / file}"
    found: dict[str, object] = {"service": service.model_copy(update=update)}
    if settings.record.timestamp_roots is not None:
        roots = folder / settings.record.timestamp_roots
        found["record"] = settings.record.model_copy(update={"timestamp_roots": roots})
    return settings.model_copy(update=found)
