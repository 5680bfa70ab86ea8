"""The background work: deliveries handled, effects carried out, timers fired, mappings kept in force."""

from plugin.worker.active_contracts import ActiveContract, ActiveContracts
from plugin.worker.loop import Worker

__all__ = ["ActiveContract", "ActiveContracts", "Worker"]
