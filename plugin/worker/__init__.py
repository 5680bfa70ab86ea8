"""Background work: handles deliveries, runs effects, fires timers, loads mappings."""

from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.loop import Worker

__all__ = ["ActiveContract", "ActiveContracts", "Worker"]
