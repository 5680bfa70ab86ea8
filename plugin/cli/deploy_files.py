"""`ugovor deploy-files`: what an installation needs beside the package."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from plugin.cli.errors import WrongUse
from plugin.cli.output import format_count

DEPLOY_FILES = (
    "Containerfile",
    "compose.yaml",
    "gunicorn.conf.py",
    "nginx.conf",
    "redmine.md",
    "requirements.txt",
    "ugovor.service",
    "ugovor-web.service",
    "ugovor-worker@.service",
    "ugovor.toml",
    "verify_record.py",
    "youtrack/README.md",
    "youtrack/pack.py",
    "youtrack/app",
)
"""Files and folders, as they lie in `deploy/`; `pyproject.toml` takes the same into the wheel."""

_PACKAGE = Path(__file__).parents[1]


@click.command("deploy-files")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def deploy_files(folder: Path) -> None:
    """Write the files for systemd, nginx, containers and YouTrack to FOLDER.

    The settings file to start from is among them. FOLDER is made, or is empty: nothing of yours is
    overwritten.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"{folder} is not empty. Name a new folder, so that nothing is overwritten.")
    source = find_deploy_folder()
    written = 0
    for name in DEPLOY_FILES:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, target)
            written += sum(1 for each in target.rglob("*") if each.is_file())
        else:
            shutil.copyfile(source / name, target)
            written += 1
    click.echo(f"{format_count(written, 'file', 'files')} in {folder}. Begin with {folder / 'ugovor.toml'}.")


def find_deploy_folder() -> Path:
    """Return where the files lie: in the package, or beside it in a checkout."""
    installed = _PACKAGE / "deploy"
    return installed if installed.is_dir() else _PACKAGE.parent / "deploy"
