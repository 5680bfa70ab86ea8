"""Finds the contract that a command names."""

from __future__ import annotations

from mappings.loader import load_folder
from mappings.model import ContractMapping
from plugin.cli.context import CliContext, require_known
from plugin.store import contracts
from plugin.store.connection import Connection


def find_contract(context: CliContext, connection: Connection, contract: str) -> ContractMapping:
    """Return the mapping in force, or the file's where the contract was never loaded.

    Raises:
        WrongUse: there is no such contract.
    """
    known = {mapping.id: mapping for mapping in contracts.load_latest(connection)}
    if contract not in known:
        folder = load_folder(context.settings().service.mappings)
        known = {**{mapping.id: mapping for mapping in folder.mappings}, **known}
    return known[require_known("contract", contract, known)]
