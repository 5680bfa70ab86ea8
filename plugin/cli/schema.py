"""`ugovor schema`: the JSON Schema of a contract mapping."""

from __future__ import annotations

import click

from mappings.schema import schema_text


@click.command()
def schema() -> None:
    """Print the JSON Schema of a contract mapping.

    Editors and other programs read it.
    """
    click.echo(schema_text(), nl=False)
