"""`ugovor deliveries`: what was received, shown, handled again, or set aside."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.cli.output import add_json_option, format_count, format_moment, print_columns, print_json
from plugin.cli.replay import ReplayChoice, replay_chosen
from plugin.store import deliveries as kept

STATES = ("waiting", "done", "parked")

DELIVERY_ID = click.IntRange(1, 2**63 - 1)
"""What a database can number."""


@click.group()
def deliveries() -> None:
    """Webhooks as they were received."""


@deliveries.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="The newest N.")
@add_json_option
@pass_cli_context
def list_deliveries(context: CliContext, state: str | None, limit: int, as_json: bool) -> None:
    """List deliveries, newest first."""
    with context.database() as database, database.look() as connection:
        rows = [_describe_row(row) for row in kept.list_newest(connection, state, limit)]
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo("There are no such deliveries." if state else "No delivery was received yet.")
    else:
        shown = ("id", "received_at", "tracker", "state", "event", "subject", "attempts", "reason")
        print_columns([shown, *([str(row[key]) for key in shown] for row in rows)])


@deliveries.command()
@click.argument("number", metavar="ID", type=DELIVERY_ID)
@add_json_option
@pass_cli_context
def show(context: CliContext, number: int, as_json: bool) -> None:
    """Show one delivery with its headers and its body."""
    with context.database() as database, database.look() as connection:
        row = kept.load_with_body(connection, number)
    if row is None:
        raise _refuse_unknown(number)
    body = row["body"].decode("utf-8", errors="replace")
    described = {**_describe_row(row), "headers": row["headers"]}
    if as_json:
        print_json({**described, "body": _decode_body(body)})
        return
    width = max(len(key) for key in described)
    for key, value in described.items():
        text = ", ".join(f"{name}: {each}" for name, each in value.items()) if key == "headers" else value
        click.echo(f"{key.ljust(width)}  {text}".rstrip())
    parsed = _decode_body(body)
    pretty = parsed if isinstance(parsed, str) else json.dumps(parsed, ensure_ascii=False, indent=2)
    click.echo(f"\n{pretty}")


@deliveries.command()
@click.argument("number", metavar="[ID]", type=DELIVERY_ID, required=False)
@click.option("--issue", help="Those of an issue, by its key or the tracker's id.")
@click.option("--since", metavar="ISO", help="Those received since a moment; UTC where it names no zone.")
@pass_cli_context
def replay(context: CliContext, number: int | None, issue: str | None, since: str | None) -> None:
    """Handle deliveries again, by id, issue or time.

    Bodies that were parked because this service did not understand them are read anew first.
    """
    if number is None and issue is None and since is None:
        raise WrongUse("Say what to replay: an ID, --issue or --since.")
    settings, chosen = context.settings(), ReplayChoice(number, issue, _parse_moment(since))
    with context.database() as database:
        done = replay_chosen(database, settings, chosen, context.clock.now())
    if done.not_understood:
        count = format_count(done.not_understood, "delivery is", "deliveries are")
        click.echo(f"{count} still not understood; nothing of that was changed.", err=True)
    if not done.replayed and not done.ignored:
        raise CommandFailed(
            "There is nothing to replay there. `ugovor deliveries list` shows what was received."
        )
    click.echo(f"{format_count(done.replayed, 'delivery', 'deliveries')} will be handled again.")
    if done.ignored:
        click.echo(f"{format_count(done.ignored, 'delivery', 'deliveries')} turned out to be of no concern.")


@deliveries.command()
@click.argument("number", metavar="ID", type=DELIVERY_ID)
@click.option("--why", metavar="TEXT", required=True, help="Kept as the reason.")
@pass_cli_context
def park(context: CliContext, number: int, why: str) -> None:
    """Set a delivery aside; it is never deleted, and `replay` brings it back."""
    with context.database() as database, database.change() as connection:
        if not kept.park(connection, number, why):
            raise _refuse_unknown(number)
    click.echo(f"Delivery {number} is parked. `ugovor deliveries replay {number}` brings it back.")


def _describe_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "tracker": row["tracker"],
        "received_at": format_moment(row["received_at"]),
        "state": row["state"],
        "reason": row["reason"],
        "event": row["event_name"],
        "subject": row["subject"] or "",
        "attempts": row["attempts"],
        "kind": row["kind"],
        "delivery_id": row["delivery_id"],
    }


def _decode_body(body: str) -> Any:  # noqa: ANN401 -- any JSON
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body


def _parse_moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"{text!r} is no moment. Write it like 2026-03-14T09:30 or 2026-03-14.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _refuse_unknown(number: int) -> CommandFailed:
    return CommandFailed(f"There is no delivery {number}. `ugovor deliveries list` shows their ids.")
