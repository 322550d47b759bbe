"""What a call that failed tells."""

from __future__ import annotations

import json
from typing import Any, Mapping

import grpc

FAULT_KEY = "mcr-fault-bin"


class BridgeError(Exception):
    """A call that failed: what happened and what to do.

    ``code`` is the gRPC status, ``error_type`` and ``details`` are the bridge's own:
    ``details["code"]`` is ``session_expired`` where the session is over.
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        message: str,
        error_type: str = "",
        hint: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{message} {hint}".strip())
        self.code = code
        self.message = message
        self.error_type = error_type
        self.hint = hint
        self.details: dict[str, Any] = dict(details or {})

    @property
    def session_expired(self) -> bool:
        return self.details.get("code") == "session_expired"


def bridge_error(error: Any) -> BridgeError:
    """The same error, with the fault of its trailing metadata where there is one."""
    for key, value in error.trailing_metadata() or ():
        if key != FAULT_KEY:
            continue
        fault = json.loads(value)
        return BridgeError(
            error.code(),
            fault["message"],
            fault["error_type"],
            fault.get("hint", ""),
            fault.get("details"),
        )
    return BridgeError(error.code(), error.details() or str(error.code()))
