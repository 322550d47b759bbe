"""The same for asyncio: every call is awaited, every watch an asynchronous generator."""

from __future__ import annotations

from typing import (
    Any,
    AsyncGenerator,
    Dict,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    TypeVar,
)

import grpc
import grpc.aio

from . import _calls as c
from . import _messages as m
from ._channel import OPTIONS, BridgeChannel
from ._errors import bridge_error

T = TypeVar("T")


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


class _Client:
    #: Seconds that a call may take, unless it is told otherwise.
    timeout: float

    def __init__(self, channel: Any, timeout: float) -> None:
        self.timeout = timeout
        self._methods = c.Methods(channel)

    async def _ask(self, call: c.Call[T], timeout: Optional[float] = None) -> T:
        try:
            method = self._methods.unary(call)
            return call.read(await method(call.request, timeout=timeout or self.timeout))
        except grpc.aio.AioRpcError as error:
            raise bridge_error(error) from None

    async def _watch(self, call: c.Call[T]) -> AsyncGenerator[T, None]:
        stream = self._methods.stream(call)(call.request)
        try:
            async for message in stream:
                yield call.read(message)
        except grpc.aio.AioRpcError as error:
            raise bridge_error(error) from None
        finally:
            stream.cancel()


class SessionContext(_Client):
    """``mcr_bridge.SessionContext`` for asyncio."""

    def __init__(self, channel: Any, session_id: str, *, timeout: float = c.TIMEOUT) -> None:
        super().__init__(channel, timeout)
        self.session_id = session_id
        self._calls = c.SessionCalls(session_id)

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
        return await self._ask(
            self._calls.register_variable(name, type, value, constraints, metadata, description)
        )

    async def describe_variable(self, name: str) -> m.Variable:
        return await self._ask(self._calls.describe_variable(name))

    async def get_variable(self, name: str) -> Any:
        return await self._ask(self._calls.get_variable(name))

    async def set_variable(
        self, name: str, value: Any, metadata: Optional[Mapping[str, Any]] = None
    ) -> int:
        return await self._ask(self._calls.set_variable(name, value, metadata))

    async def list_variables(self) -> List[m.Variable]:
        return await self._ask(self._calls.list_variables())

    async def delete_variable(self, name: str) -> None:
        await self._ask(self._calls.delete_variable(name))

    async def get_variables(self, names: Sequence[str]) -> Dict[str, Any]:
        return await self._ask(self._calls.get_variables(names))

    async def update_variables(
        self,
        updates: Mapping[str, Any],
        *,
        atomic: bool = False,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> m.BatchResult:
        return await self._ask(self._calls.update_variables(updates, atomic, metadata))

    async def end_session(self) -> None:
        await self._ask(self._calls.end_session())

    def watch(self) -> AsyncGenerator[m.VariableEvent, None]:
        return self._watch(self._calls.watch())

    async def get_snapshot(self) -> m.Snapshot:
        return await self._ask(self._calls.get_snapshot())

    async def initialize_state(self, data: Mapping[str, Any]) -> m.CommitResult:
        return await self._ask(self._calls.initialize_state(data))

    async def commit_patch(
        self, version: int, patch: Sequence[Mapping[str, Any]], *, flat: bool = False
    ) -> m.CommitResult:
        return await self._ask(self._calls.commit_patch(version, patch, flat))

    async def state_history(self, *, limit: int = 50, before: int = 0) -> List[m.StateCommit]:
        return await self._ask(self._calls.state_history(limit, before))

    async def state_version(self, version: int) -> m.Snapshot:
        return await self._ask(self._calls.state_version(version))

    async def compare_versions(self, before: int, after: int) -> m.Comparison:
        return await self._ask(self._calls.compare_versions(before, after))

    async def restore_state(self, version: int, *, expected: Optional[int] = None) -> m.CommitResult:
        return await self._ask(self._calls.restore_state(version, expected))

    async def lost_patches(self) -> List[m.LostPatch]:
        return await self._ask(self._calls.lost_patches())

    async def rebase(self, lost_id: str) -> m.CommitResult:
        return await self._ask(self._calls.rebase(lost_id))

    def watch_state(self, *, include_lost: bool = False) -> AsyncGenerator[m.StateEvent, None]:
        return self._watch(self._calls.watch_state(include_lost))


class Bridge(_Client):
    """``mcr_bridge.Bridge`` for asyncio."""

    def __init__(self, channel: Any, *, timeout: float = c.TIMEOUT) -> None:
        super().__init__(channel, timeout)

    async def list_intents(self) -> List[m.Intent]:
        return await self._ask(c.list_intents())

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
        return await self._ask(
            c.execute_intent(name, context, timeout_ms, dry_run, session_id, confirmed), timeout
        )

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
        return await self._ask(
            c.execute_macro(macro_id, context, dry_run, session_id, confirmed), timeout
        )

    def watch(self, *, include_recent: bool = False) -> AsyncGenerator[m.ExecutionEvent, None]:
        return self._watch(c.watch_executions(include_recent))
