"""`ugovor init`: drafts a mapping from a tracker's project and a contract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed, WrongUse

if TYPE_CHECKING:
    from plugin.drafting.contract_terms.terms import ContractTerms
    from plugin.settings.model import Settings
    from plugin.trackers.survey import ProjectSurvey

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("tracker")
@click.argument("project")
@click.option("--contract", type=_FILE, help="The contract as .docx, .pdf with text, or .txt.")
@click.option("--output", type=_FILE, help="A new file for the draft; without it the draft is printed.")
@pass_cli_context
def init(context: CliContext, tracker: str, project: str, contract: Path | None, output: Path | None) -> None:
    """Draft a mapping for PROJECT of TRACKER; nothing is written to the tracker.

    TRACKER is the NAME of a [trackers.NAME] section of the settings, PROJECT the key as a mapping names it.
    What the program does not know stands in the draft as a comment with the reason.
    """
    if output is not None and output.exists():
        raise WrongUse(f"{output} exists, and a draft never replaces a file. Name another with --output.")
    settings = context.read_settings()
    require_known("tracker", tracker, settings.trackers)
    terms = _read_contract(contract) if contract is not None else None
    survey = _survey(context, settings, tracker, project)
    text = _draft(context, settings, tracker, survey, terms, contract)
    for what in survey.unseen:
        click.echo(f"Not shown by the tracker: {what}", err=True)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise WrongUse(f"{output} exists, and a draft never replaces a file.") from None
    except OSError as error:
        raise CommandFailed(f"{output} cannot be written ({error.strerror}). Check the folder.") from error
    click.echo(
        f"Written to {output}. Next: ugovor check {output}, then ugovor backtest --mapping {output}", err=True
    )


def _survey(context: CliContext, settings: Settings, tracker: str, project: str) -> ProjectSurvey:
    from plugin.trackers.read_only import ReadOnlyTracker
    from plugin.trackers.survey_reader import UnknownProject

    made = context.make_tracker(tracker, settings.trackers[tracker], context.clock, lambda _: None)
    try:
        return ReadOnlyTracker(made).survey_project(project)
    except UnknownProject as error:
        raise WrongUse(str(error)) from error


def _draft(
    context: CliContext,
    settings: Settings,
    tracker: str,
    survey: ProjectSurvey,
    terms: ContractTerms | None,
    contract: Path | None,
) -> str:
    from plugin.drafting.mapping_draft import DraftSources, draft_mapping
    from plugin.drafting.sides import find_domain

    sender = settings.mail.sender.rstrip(">") if settings.mail else ""
    domains = {find_domain(survey.own_email), find_domain(sender)} - {""}
    return draft_mapping(
        DraftSources(
            survey=survey,
            tracker=tracker,
            kind=settings.trackers[tracker].kind,
            today=context.clock.now().date(),
            terms=terms,
            contract_file=contract.name if contract else "",
            our_domains=domains,
        )
    )


def _read_contract(path: Path) -> ContractTerms:
    """Read a contract, and say what is wrong with a file that gives no text."""
    from plugin.drafting.contract_terms.reader import read_terms
    from plugin.drafting.documents.document import UnreadableDocument
    from plugin.drafting.documents.reader import MAX_FILE_BYTES, read_document

    if path.exists() and not path.is_file():
        # A device or a pipe may never end.
        raise WrongUse(f"{path} is no file. Name the contract's file with --contract.")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        return read_terms(read_document(path.name, content))
    except FileNotFoundError as error:
        raise WrongUse(f"{path} does not exist. Name the contract's file with --contract.") from error
    except UnreadableDocument as error:
        raise CommandFailed(f"{path}: {error}.") from error
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read ({error.strerror}). Check the path.") from error
