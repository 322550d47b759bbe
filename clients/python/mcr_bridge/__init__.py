"""Session variables, master state, intents and macros of an MCR Bridge.

The asyncio twin of everything here is in ``mcr_bridge.aio``.
"""

from ._channel import BridgeChannel, connect
from ._errors import BridgeError
from ._messages import (
    BatchResult,
    CommitResult,
    Comparison,
    Execution,
    ExecutionEvent,
    Intent,
    LostPatch,
    Snapshot,
    StateCommit,
    StateEvent,
    Variable,
    VariableEvent,
)
from ._sync import Bridge, SessionContext
from ._values import NumericArray

__all__ = [
    "BatchResult",
    "Bridge",
    "BridgeChannel",
    "BridgeError",
    "CommitResult",
    "Comparison",
    "Execution",
    "ExecutionEvent",
    "Intent",
    "LostPatch",
    "NumericArray",
    "SessionContext",
    "Snapshot",
    "StateCommit",
    "StateEvent",
    "Variable",
    "VariableEvent",
    "connect",
]
