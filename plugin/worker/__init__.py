"""Background work: handles deliveries, runs effects, fires timers, loads mappings."""

from plugin.worker.active_contracts import ActiveContract, ActiveContracts
from plugin.worker.loop import Worker

__all__ = ["ActiveContract", "ActiveContracts", "Worker"]
