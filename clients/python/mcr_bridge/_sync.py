"""The synchronous client."""

from __future__ import annotations

from typing import Any, Dict, Generator, List, Mapping, Optional, Sequence, TypeVar

import grpc

from . import _calls as c
from . import _messages as m
from ._errors import bridge_error

T = TypeVar("T")


class _Client:
    #: Seconds that a call may take, unless it is told otherwise.
    timeout: float

    def __init__(self, channel: Any, timeout: float) -> None:
        self.timeout = timeout
        self._methods = c.Methods(channel)

    def _ask(self, call: c.Call[T], timeout: Optional[float] = None) -> T:
        try:
            method = self._methods.unary(call)
            return call.read(method(call.request, timeout=timeout or self.timeout))
        except grpc.RpcError as error:
            raise bridge_error(error) from None

    def _watch(self, call: c.Call[T]) -> Generator[T, None, None]:
        stream = self._methods.stream(call)(call.request)
        try:
            for message in stream:
                yield call.read(message)
        except grpc.RpcError as error:
            raise bridge_error(error) from None
        finally:
            stream.cancel()


class SessionContext(_Client):
    """The variables and the master state of one session.

    Every call raises ``BridgeError`` where the bridge refuses or can't be reached, within ``timeout`` seconds.
    """

    def __init__(self, channel: Any, session_id: str, *, timeout: float = c.TIMEOUT) -> None:
        super().__init__(channel, timeout)
        self.session_id = session_id
        self._calls = c.SessionCalls(session_id)

    def register_variable(
        self,
        name: str,
        type: str,
        value: Any,
        *,
        constraints: Optional[Mapping[str, Any]] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        description: str = "",
    ) -> m.Variable:
        """``type`` is boolean, string, integer, float, choice, json, embedding or tensor."""
        return self._ask(
            self._calls.register_variable(name, type, value, constraints, metadata, description)
        )

    def describe_variable(self, name: str) -> m.Variable:
        return self._ask(self._calls.describe_variable(name))

    def get_variable(self, name: str) -> Any:
        return self._ask(self._calls.get_variable(name))

    def set_variable(
        self, name: str, value: Any, metadata: Optional[Mapping[str, Any]] = None
    ) -> int:
        """The new version."""
        return self._ask(self._calls.set_variable(name, value, metadata))

    def list_variables(self) -> List[m.Variable]:
        return self._ask(self._calls.list_variables())

    def delete_variable(self, name: str) -> None:
        self._ask(self._calls.delete_variable(name))

    def get_variables(self, names: Sequence[str]) -> Dict[str, Any]:
        """Those that there are."""
        return self._ask(self._calls.get_variables(names))

    def update_variables(
        self,
        updates: Mapping[str, Any],
        *,
        atomic: bool = False,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> m.BatchResult:
        """All or none where ``atomic``; else what can be written is, and ``failures`` says why the rest is not."""
        return self._ask(self._calls.update_variables(updates, atomic, metadata))

    def end_session(self) -> None:
        """All of its variables are gone, for everybody."""
        self._ask(self._calls.end_session())

    def watch(self) -> Generator[m.VariableEvent, None, None]:
        """A snapshot, then what changes. Closing the generator ends it."""
        return self._watch(self._calls.watch())

    def get_snapshot(self) -> m.Snapshot:
        return self._ask(self._calls.get_snapshot())

    def initialize_state(self, data: Mapping[str, Any]) -> m.CommitResult:
        return self._ask(self._calls.initialize_state(data))

    def commit_patch(
        self, version: int, patch: Sequence[Mapping[str, Any]], *, flat: bool = False
    ) -> m.CommitResult:
        """A conflict is no error: ``conflict`` is true, and ``current`` is what stands there."""
        return self._ask(self._calls.commit_patch(version, patch, flat))

    def state_history(self, *, limit: int = 50, before: int = 0) -> List[m.StateCommit]:
        """Newest first; older than version ``before`` where it is given."""
        return self._ask(self._calls.state_history(limit, before))

    def state_version(self, version: int) -> m.Snapshot:
        """The state as it was. NOT_FOUND where the history does not reach so far."""
        return self._ask(self._calls.state_version(version))

    def compare_versions(self, before: int, after: int) -> m.Comparison:
        """Two versions and the patch between them. NOT_FOUND as ``state_version``."""
        return self._ask(self._calls.compare_versions(before, after))

    def restore_state(self, version: int, *, expected: Optional[int] = None) -> m.CommitResult:
        """Makes a former version the newest one. A conflict where ``expected`` is not what stands there."""
        return self._ask(self._calls.restore_state(version, expected))

    def lost_patches(self) -> List[m.LostPatch]:
        """Patches that came too late, newest first, whoever sent them."""
        return self._ask(self._calls.lost_patches())

    def rebase(self, lost_id: str) -> m.CommitResult:
        """Tries a patch that came too late on what stands there now."""
        return self._ask(self._calls.rebase(lost_id))

    def watch_state(self, *, include_lost: bool = False) -> Generator[m.StateEvent, None, None]:
        """A snapshot, then each commit; with ``include_lost`` the patches that came too late, too."""
        return self._watch(self._calls.watch_state(include_lost))


class Bridge(_Client):
    """Intents and macros."""

    def __init__(self, channel: Any, *, timeout: float = c.TIMEOUT) -> None:
        super().__init__(channel, timeout)

    def list_intents(self) -> List[m.Intent]:
        return self._ask(c.list_intents())

    def execute_intent(
        self,
        name: str,
        context: Optional[Mapping[str, Any]] = None,
        *,
        timeout_ms: Optional[int] = None,
        dry_run: bool = False,
        session_id: str = "",
        confirmed: bool = False,
        timeout: Optional[float] = None,
    ) -> m.Execution:
        """Trouble of a device is an outcome, not an error. When ``timeout`` seconds have passed it is cancelled."""
        return self._ask(
            c.execute_intent(name, context, timeout_ms, dry_run, session_id, confirmed), timeout
        )

    def execute_macro(
        self,
        macro_id: str,
        context: Optional[Mapping[str, Any]] = None,
        *,
        dry_run: bool = False,
        session_id: str = "",
        confirmed: bool = False,
        timeout: float = 600.0,
    ) -> m.Execution:
        """Answers when the macro has ended; when ``timeout`` seconds have passed it is cancelled."""
        return self._ask(
            c.execute_macro(macro_id, context, dry_run, session_id, confirmed), timeout
        )

    def watch(self, *, include_recent: bool = False) -> Generator[m.ExecutionEvent, None, None]:
        """Executions of everybody, as they begin and end."""
        return self._watch(c.watch_executions(include_recent))
