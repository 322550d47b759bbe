"""The same for asyncio: every call is awaited, every watch an asynchronous generator."""

from __future__ import annotations

from typing import Any, AsyncGenerator, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import grpc
import grpc.aio

from . import _messages as m
from . import mcr_bridge_pb2 as pb
from ._channel import OPTIONS, BridgeChannel
from ._errors import bridge_error
from ._stubs import BridgeStub, SessionStub

#: Seconds that a call may take, unless it is told otherwise.
TIMEOUT = 10.0


def connect(
    target: str,
    token: Optional[str] = None,
    *,
    agent_id: Optional[str] = None,
    credentials: Optional[grpc.ChannelCredentials] = None,
    options: Sequence[Tuple[str, Any]] = (),
) -> BridgeChannel:
    """As ``mcr_bridge.connect``; to be called where a loop runs."""
    every = (*OPTIONS, *options)
    if credentials is None:
        channel = grpc.aio.insecure_channel(target, options=every)
    else:
        channel = grpc.aio.secure_channel(target, credentials, options=every)
    return BridgeChannel(channel, token, agent_id)


async def _ask(call: Callable[..., Any], request: Any, timeout: Optional[float]) -> Any:
    try:
        return await call(request, timeout=timeout)
    except grpc.aio.AioRpcError as error:
        raise bridge_error(error) from None


async def _watch(
    call: Callable[..., Any], request: Any, read: Callable[[Any], Any]
) -> AsyncGenerator[Any, None]:
    stream = call(request)
    try:
        async for message in stream:
            yield read(message)
    except grpc.aio.AioRpcError as error:
        raise bridge_error(error) from None
    finally:
        stream.cancel()


class SessionContext:
    """The variables and the master state of one session.

    Every call raises ``BridgeError`` where the bridge refuses or can't be reached, within ``timeout`` seconds.
    """

    def __init__(self, channel: Any, session_id: str, *, timeout: float = TIMEOUT) -> None:
        self.session_id = session_id
        self.timeout = timeout
        self._stub = SessionStub(channel)

    async def register_variable(
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
        request = m.register_request(
            self.session_id, name, type, value, constraints, metadata, description
        )
        return m.variable(await _ask(self._stub.register, request, self.timeout))

    async def describe_variable(self, name: str) -> m.Variable:
        request = pb.GetVariableRequest(session_id=self.session_id, name=name)
        return m.variable(await _ask(self._stub.get, request, self.timeout))

    async def get_variable(self, name: str) -> Any:
        return (await self.describe_variable(name)).value

    async def set_variable(
        self, name: str, value: Any, metadata: Optional[Mapping[str, Any]] = None
    ) -> int:
        """The new version."""
        request = m.set_request(self.session_id, name, value, metadata)
        return int((await _ask(self._stub.set, request, self.timeout)).version)

    async def list_variables(self) -> List[m.Variable]:
        request = pb.ListVariablesRequest(session_id=self.session_id)
        return m.variables((await _ask(self._stub.list, request, self.timeout)).variables)

    async def delete_variable(self, name: str) -> None:
        request = pb.DeleteVariableRequest(session_id=self.session_id, name=name)
        await _ask(self._stub.delete, request, self.timeout)

    async def get_variables(self, names: Sequence[str]) -> Dict[str, Any]:
        """Those that there are."""
        request = pb.GetBatchRequest(session_id=self.session_id, names=names)
        found = (await _ask(self._stub.get_batch, request, self.timeout)).variables
        return {name: m.from_value(found[name].value) for name in found}

    async def update_variables(
        self,
        updates: Mapping[str, Any],
        *,
        atomic: bool = False,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> m.BatchResult:
        """All or none where ``atomic``; else what can be written is, and ``failures`` says why the rest is not."""
        request = m.update_request(self.session_id, updates, atomic, metadata)
        return m.batch_result(await _ask(self._stub.update_batch, request, self.timeout))

    async def end_session(self) -> None:
        """All of its variables are gone, for everybody."""
        request = pb.EndSessionRequest(session_id=self.session_id)
        await _ask(self._stub.end_session, request, self.timeout)

    def watch(self) -> AsyncGenerator[m.VariableEvent, None]:
        """A snapshot, then what changes. Closing the generator ends it."""
        request = pb.WatchVariablesRequest(session_id=self.session_id)
        return _watch(self._stub.watch, request, m.variable_event)

    async def get_snapshot(self) -> m.Snapshot:
        request = pb.GetSnapshotRequest(session_id=self.session_id)
        return m.snapshot(await _ask(self._stub.snapshot, request, self.timeout))

    async def initialize_state(self, data: Mapping[str, Any]) -> m.CommitResult:
        request = pb.InitializeStateRequest(
            session_id=self.session_id, data_json=m.json_text(data)
        )
        return m.commit_result(await _ask(self._stub.initialize, request, self.timeout))

    async def commit_patch(
        self, version: int, patch: Sequence[Mapping[str, Any]], *, flat: bool = False
    ) -> m.CommitResult:
        """A conflict is no error: ``conflict`` is true, and ``current`` is what stands there."""
        request = m.commit_request(self.session_id, version, patch, flat)
        return m.commit_result(await _ask(self._stub.commit, request, self.timeout))

    async def state_history(self, *, limit: int = 50, before: int = 0) -> List[m.StateCommit]:
        """Newest first; older than version ``before`` where it is given."""
        request = pb.GetHistoryRequest(session_id=self.session_id, limit=limit, before=before)
        return m.commits(await _ask(self._stub.history, request, self.timeout))

    async def state_version(self, version: int) -> m.Snapshot:
        """The state as it was. NOT_FOUND where the history does not reach so far."""
        request = pb.GetVersionRequest(session_id=self.session_id, version=version)
        return m.snapshot(await _ask(self._stub.version, request, self.timeout))

    async def restore_state(self, version: int, *, expected: Optional[int] = None) -> m.CommitResult:
        """Makes a former version the newest one. A conflict where ``expected`` is not what stands there."""
        request = pb.RestoreRequest(
            session_id=self.session_id, version=version, expected=expected
        )
        return m.commit_result(await _ask(self._stub.restore, request, self.timeout))

    async def lost_patches(self) -> List[m.LostPatch]:
        """Patches that came too late, newest first, whoever sent them."""
        request = pb.ListLostRequest(session_id=self.session_id)
        return m.lost_patches(await _ask(self._stub.list_lost, request, self.timeout))

    async def rebase(self, lost_id: str) -> m.CommitResult:
        """Tries a patch that came too late on what stands there now."""
        request = pb.RebaseRequest(session_id=self.session_id, lost_id=lost_id)
        return m.commit_result(await _ask(self._stub.rebase, request, self.timeout))

    def watch_state(self) -> AsyncGenerator[m.StateEvent, None]:
        request = pb.WatchStateRequest(session_id=self.session_id)
        return _watch(self._stub.watch_state, request, m.state_event)


class Bridge:
    """Intents and macros."""

    def __init__(self, channel: Any, *, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._stub = BridgeStub(channel)

    async def list_intents(self) -> List[m.Intent]:
        return m.intents(await _ask(self._stub.list_intents, pb.ListIntentsRequest(), self.timeout))

    async def execute_intent(
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
        request = m.intent_request(name, context, timeout_ms, dry_run, session_id, confirmed)
        return m.execution(await _ask(self._stub.execute_intent, request, timeout or self.timeout))

    async def execute_macro(
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
        request = m.macro_request(macro_id, context, dry_run, session_id, confirmed)
        return m.execution(await _ask(self._stub.execute_macro, request, timeout))

    def watch(self, *, include_recent: bool = False) -> AsyncGenerator[m.ExecutionEvent, None]:
        """Executions of everybody, as they begin and end."""
        request = pb.WatchExecutionsRequest(include_recent=include_recent)
        return _watch(self._stub.watch, request, m.execution_event)
