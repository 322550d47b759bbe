"""Every call once, for both clients: its method, its request, and how its answer is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Dict, Generic, List, Mapping, Optional, Sequence, TypeVar

from . import _messages as m
from . import mcr_bridge_pb2 as pb
from ._values import to_value

#: Of a call, in seconds, unless it is told otherwise.
TIMEOUT = 10.0

T = TypeVar("T")


@dataclass(frozen=True)
class Call(Generic[T]):
    #: As in "VariableService/Get".
    method: str
    request: Any
    #: The message that answers it, or each one of a stream.
    answer: Any
    read: Callable[[Any], T]


class Methods:
    """The methods of a channel, synchronous or not, each made once."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel
        self._made: Dict[str, Any] = {}

    def unary(self, call: Call[Any]) -> Any:
        return self._method(call, self._channel.unary_unary)

    def stream(self, call: Call[Any]) -> Any:
        return self._method(call, self._channel.unary_stream)

    def _method(self, call: Call[Any], make: Callable[..., Any]) -> Any:
        made = self._made.get(call.method)
        if made is None:
            made = self._made[call.method] = make(
                f"/mcr.bridge.v1.{call.method}",
                request_serializer=type(call.request).SerializeToString,
                response_deserializer=call.answer.FromString,
            )
        return made


def _nothing(_: Any) -> None:
    return None


def _version(message: pb.SetVariableResponse) -> int:
    return int(message.version)


def _value(message: pb.Variable) -> Any:
    return m.variable(message).value


def _json(value: Optional[Mapping[str, Any]]) -> str:
    return "" if value is None else json.dumps(value, allow_nan=False)


def _values(given: Optional[Mapping[str, Any]]) -> Dict[str, pb.Value]:
    return {name: to_value(value) for name, value in (given or {}).items()}


class SessionCalls:
    """The variables and the master state of one session."""

    def __init__(self, session_id: str) -> None:
        self._id = session_id

    def register_variable(
        self,
        name: str,
        type: str,
        value: Any,
        constraints: Optional[Mapping[str, Any]],
        metadata: Optional[Mapping[str, Any]],
        description: str,
    ) -> Call[m.Variable]:
        request = pb.RegisterVariableRequest(
            session_id=self._id,
            name=name,
            type=pb.VariableType.Value(type.upper()),
            value=to_value(value),
            constraints_json=_json(constraints),
            metadata_json=_json(metadata),
            description=description,
        )
        return Call("VariableService/Register", request, pb.Variable, m.variable)

    def describe_variable(self, name: str) -> Call[m.Variable]:
        request = pb.GetVariableRequest(session_id=self._id, name=name)
        return Call("VariableService/Get", request, pb.Variable, m.variable)

    def get_variable(self, name: str) -> Call[Any]:
        request = pb.GetVariableRequest(session_id=self._id, name=name)
        return Call("VariableService/Get", request, pb.Variable, _value)

    def set_variable(
        self, name: str, value: Any, metadata: Optional[Mapping[str, Any]]
    ) -> Call[int]:
        request = pb.SetVariableRequest(
            session_id=self._id, name=name, value=to_value(value), metadata_json=_json(metadata)
        )
        return Call("VariableService/Set", request, pb.SetVariableResponse, _version)

    def list_variables(self) -> Call[List[m.Variable]]:
        request = pb.ListVariablesRequest(session_id=self._id)
        return Call("VariableService/List", request, pb.ListVariablesResponse, m.variables)

    def delete_variable(self, name: str) -> Call[None]:
        request = pb.DeleteVariableRequest(session_id=self._id, name=name)
        return Call("VariableService/Delete", request, pb.DeleteVariableResponse, _nothing)

    def get_variables(self, names: Sequence[str]) -> Call[Dict[str, Any]]:
        request = pb.GetBatchRequest(session_id=self._id, names=names)
        return Call("VariableService/GetBatch", request, pb.GetBatchResponse, m.values)

    def update_variables(
        self,
        updates: Mapping[str, Any],
        atomic: bool,
        metadata: Optional[Mapping[str, Any]],
    ) -> Call[m.BatchResult]:
        request = pb.UpdateBatchRequest(
            session_id=self._id,
            updates=_values(updates),
            atomic=atomic,
            metadata_json=_json(metadata),
        )
        return Call("VariableService/UpdateBatch", request, pb.UpdateBatchResponse, m.batch_result)

    def end_session(self) -> Call[None]:
        request = pb.EndSessionRequest(session_id=self._id)
        return Call("VariableService/EndSession", request, pb.EndSessionResponse, _nothing)

    def watch(self) -> Call[m.VariableEvent]:
        request = pb.WatchVariablesRequest(session_id=self._id)
        return Call("VariableService/Watch", request, pb.VariableEvent, m.variable_event)

    def get_snapshot(self) -> Call[m.Snapshot]:
        request = pb.GetSnapshotRequest(session_id=self._id)
        return Call("MasterStateService/GetSnapshot", request, pb.StateSnapshot, m.snapshot)

    def initialize_state(self, data: Mapping[str, Any]) -> Call[m.CommitResult]:
        request = pb.InitializeStateRequest(session_id=self._id, data_json=_json(data))
        return Call("MasterStateService/Initialize", request, pb.CommitResult, m.commit_result)

    def commit_patch(
        self, version: int, patch: Sequence[Mapping[str, Any]], flat: bool
    ) -> Call[m.CommitResult]:
        request = pb.CommitPatchRequest(
            session_id=self._id,
            version=version,
            patch_json=json.dumps(list(patch), allow_nan=False),
            mode=pb.FLAT if flat else pb.RFC6902,
        )
        return Call("MasterStateService/Commit", request, pb.CommitResult, m.commit_result)

    def state_history(self, limit: int, before: int) -> Call[List[m.StateCommit]]:
        request = pb.GetHistoryRequest(session_id=self._id, limit=limit, before=before)
        return Call("MasterStateService/GetHistory", request, pb.GetHistoryResponse, m.commits)

    def state_version(self, version: int) -> Call[m.Snapshot]:
        request = pb.GetVersionRequest(session_id=self._id, version=version)
        return Call("MasterStateService/GetVersion", request, pb.StateSnapshot, m.snapshot)

    def compare_versions(self, before: int, after: int) -> Call[m.Comparison]:
        request = pb.CompareVersionsRequest(
            session_id=self._id, from_version=before, to_version=after
        )
        return Call("MasterStateService/Compare", request, pb.StateComparison, m.comparison)

    def restore_state(self, version: int, expected: Optional[int]) -> Call[m.CommitResult]:
        request = pb.RestoreRequest(session_id=self._id, version=version, expected=expected)
        return Call("MasterStateService/Restore", request, pb.CommitResult, m.commit_result)

    def lost_patches(self) -> Call[List[m.LostPatch]]:
        request = pb.ListLostRequest(session_id=self._id)
        return Call("MasterStateService/ListLost", request, pb.ListLostResponse, m.lost_patches)

    def rebase(self, lost_id: str) -> Call[m.CommitResult]:
        request = pb.RebaseRequest(session_id=self._id, lost_id=lost_id)
        return Call("MasterStateService/Rebase", request, pb.CommitResult, m.commit_result)

    def watch_state(self, include_lost: bool) -> Call[m.StateEvent]:
        request = pb.WatchStateRequest(session_id=self._id, include_lost=include_lost)
        return Call("MasterStateService/Watch", request, pb.StateEvent, m.state_event)


def list_intents() -> Call[List[m.Intent]]:
    request = pb.ListIntentsRequest()
    return Call("ExecutionService/ListIntents", request, pb.ListIntentsResponse, m.intents)


def execute_intent(
    name: str,
    context: Optional[Mapping[str, Any]],
    timeout_ms: Optional[int],
    dry_run: bool,
    session_id: str,
    confirmed: bool,
) -> Call[m.Execution]:
    request = pb.ExecuteIntentRequest(
        name=name,
        context=_values(context),
        timeout_ms=timeout_ms,
        dry_run=dry_run,
        session_id=session_id,
        confirmed=confirmed,
    )
    return Call("ExecutionService/ExecuteIntent", request, pb.Execution, m.execution)


def execute_macro(
    macro_id: str,
    context: Optional[Mapping[str, Any]],
    dry_run: bool,
    session_id: str,
    confirmed: bool,
) -> Call[m.Execution]:
    request = pb.ExecuteMacroRequest(
        macro_id=macro_id,
        context=_values(context),
        dry_run=dry_run,
        session_id=session_id,
        confirmed=confirmed,
    )
    return Call("ExecutionService/ExecuteMacro", request, pb.Execution, m.execution)


def watch_executions(include_recent: bool) -> Call[m.ExecutionEvent]:
    request = pb.WatchExecutionsRequest(include_recent=include_recent)
    return Call("ExecutionService/Watch", request, pb.ExecutionEvent, m.execution_event)
