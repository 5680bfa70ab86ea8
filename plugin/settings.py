"""Settings of the service: `ugovor.toml`, and every key also from the environment.

`UGOVOR_SECTION__KEY` stands above the file: `UGOVOR_SERVICE__BIND`, `UGOVOR_TRACKERS__MAIN__TOKEN`.
Secrets have no default and never show in `repr`, errors or logs.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

CONFIG_NAME = "ugovor.toml"


class SettingsError(Exception):
    """The settings cannot be used; every line names a key and the remedy."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("expected an address that begins with https:// (or http:// for a local tracker)")
    return url.rstrip("/")


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Service(_Section):
    """`[service]`."""

    bind: str = "127.0.0.1:8080"
    public_url: WebAddress = "http://127.0.0.1:8080"
    database: str = "sqlite:///ugovor.db"
    mappings: Path = Path("mappings")
    language: Literal["ru", "en"] = "ru"
    texts: Path | None = None
    web_threads: Annotated[int, Field(ge=1, le=64)] = 4


class TrackerSettings(_Section):
    """`[trackers.NAME]`: one tracker, its address, token and webhook secrets."""

    kind: Literal["jira_cloud", "jira_dc", "youtrack", "redmine", "yandex"]
    url: WebAddress
    user: str | None = None
    token: SecretStr
    webhook_secrets: Annotated[tuple[SecretStr, ...], Field(min_length=1)]
    account: str | None = None
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 10


class Mail(_Section):
    """`[mail]`: optional; signed links and the manager's digest by e-mail."""

    host: str
    port: int = 587
    user: str | None = None
    password: SecretStr | None = None
    sender: str


class Settings(BaseSettings):
    """All settings, read once at start."""

    model_config = SettingsConfigDict(
        env_prefix="UGOVOR_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    service: Service = Service()
    trackers: dict[str, TrackerSettings] = {}
    mail: Mail | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment stand above the file, which arrives as the init values."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def find_config(named: Path | None) -> Path | None:
    """Return the settings file: `--config`, else `UGOVOR_CONFIG`, else `ugovor.toml` here, else None."""
    if named is not None:
        return named
    if from_environment := os.environ.get("UGOVOR_CONFIG"):
        return Path(from_environment)
    here = Path(CONFIG_NAME)
    return here if here.exists() else None


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
            known = ", ".join(f"[{name}]" for name in Settings.model_fields)
            raise SettingsError(f"{path}: unknown section [{unknown[0]}]; there are {known}")
    try:
        settings = Settings(**data)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_explain(error, path)) from error
    return settings if path is None else _beside(settings, path.parent)


def _beside(settings: Settings, folder: Path) -> Settings:
    """Return the settings with relative paths counted from a folder; an absolute path stays as it is."""
    service = settings.service
    update: dict[str, object] = {"mappings": folder / service.mappings}
    if service.texts is not None:
        update["texts"] = folder / service.texts
    scheme, _, file = service.database.partition(":///")
    if scheme.startswith("sqlite") and file and file != ":memory:":
        update["database"] = f"{scheme}:///{folder / file}"
    return settings.model_copy(update={"service": service.model_copy(update=update)})


def _explain(error: ValidationError, path: Path | None) -> str:
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        key = ".".join(str(part) for part in fault["loc"])
        env = "UGOVOR_" + "__".join(str(part).upper() for part in fault["loc"])
        if fault["type"] == "missing":
            lines.append(f"{path or 'settings'}: {key} is missing; set it there or as {env}")
        else:
            lines.append(f"{path or 'settings'}: {key}: {fault['msg']}")
    return "\n".join(lines)
