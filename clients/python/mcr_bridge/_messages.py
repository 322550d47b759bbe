"""What the bridge answers, and what it is asked, in Python's own types."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from . import mcr_bridge_pb2 as pb
from ._values import from_value, to_value


@dataclass(frozen=True)
class Variable:
    id: str
    name: str
    type: str
    value: Any
    constraints: Dict[str, Any]
    metadata: Dict[str, Any]
    #: 0 when registered, one more with each value that is set.
    version: int
    created_at: str
    last_updated_at: str


@dataclass(frozen=True)
class VariableEvent:
    """``kind`` is ``snapshot`` (``variables``), ``set`` (``variable``), ``deleted`` (``name``) or ``expired``."""

    kind: str
    variables: Tuple[Variable, ...] = ()
    variable: Optional[Variable] = None
    name: str = ""


@dataclass(frozen=True)
class BatchResult:
    written: Tuple[str, ...]
    #: Why not, by name.
    failures: Dict[str, str]

    @property
    def success(self) -> bool:
        return not self.failures


@dataclass(frozen=True)
class Snapshot:
    version: int
    data: Dict[str, Any]


@dataclass(frozen=True)
class CommitResult:
    success: bool
    new_version: int
    conflict: bool
    #: Where it was a conflict: what stands there.
    current: Optional[Snapshot] = None
    lost_id: str = ""


@dataclass(frozen=True)
class StateCommit:
    """One entry of the history: its ``patch`` makes ``version`` of ``base``, its ``inverse`` goes back."""

    version: int
    base: int
    at: str
    origin: str
    #: init, patch, flat, restore or foreign.
    kind: str
    patch: List[Dict[str, Any]]
    #: None where nobody knows what stood there before.
    inverse: Optional[List[Dict[str, Any]]]


@dataclass(frozen=True)
class LostPatch:
    """A patch that came too late, kept so that it can be tried again."""

    lost_id: str
    at: str
    origin: str
    #: The version that it was made for.
    version: int
    flat: bool
    patch: List[Dict[str, Any]]


@dataclass(frozen=True)
class StateEvent:
    """A ``snapshot`` or a ``commit`` (version, base, at, origin, kind, patch)."""

    kind: str
    snapshot: Optional[Snapshot] = None
    commit: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Intent:
    name: str
    description: str
    definition: Dict[str, Any]


@dataclass(frozen=True)
class Execution:
    execution_id: str
    #: True for the outcomes ok and sent.
    success: bool
    outcome: str
    name: str
    origin: str
    started_at: str
    #: Milliseconds.
    latency_ms: float
    actions_executed: int
    attempts: int
    dry_run: bool
    #: error_type, message and details, or None.
    error: Optional[Dict[str, Any]]
    #: All of it, with its trace.
    report: Dict[str, Any]


@dataclass(frozen=True)
class ExecutionEvent:
    execution_id: str
    #: None while it runs.
    outcome: Optional[str]
    intent_name: str
    macro_id: str
    origin: str
    started_at: str
    latency_ms: float
    attempts: int
    reason: str
    target: str


def json_text(value: Optional[Mapping[str, Any]]) -> str:
    return "" if value is None else json.dumps(value, allow_nan=False)


def register_request(
    session_id: str,
    name: str,
    type: str,
    value: Any,
    constraints: Optional[Mapping[str, Any]],
    metadata: Optional[Mapping[str, Any]],
    description: str,
) -> pb.RegisterVariableRequest:
    return pb.RegisterVariableRequest(
        session_id=session_id,
        name=name,
        type=pb.VariableType.Value(type.upper()),
        value=to_value(value),
        constraints_json=json_text(constraints),
        metadata_json=json_text(metadata),
        description=description,
    )


def set_request(
    session_id: str, name: str, value: Any, metadata: Optional[Mapping[str, Any]]
) -> pb.SetVariableRequest:
    return pb.SetVariableRequest(
        session_id=session_id, name=name, value=to_value(value), metadata_json=json_text(metadata)
    )


def update_request(
    session_id: str,
    updates: Mapping[str, Any],
    atomic: bool,
    metadata: Optional[Mapping[str, Any]],
) -> pb.UpdateBatchRequest:
    return pb.UpdateBatchRequest(
        session_id=session_id,
        updates={name: to_value(value) for name, value in updates.items()},
        atomic=atomic,
        metadata_json=json_text(metadata),
    )


def commit_request(
    session_id: str, version: int, patch: Sequence[Mapping[str, Any]], flat: bool
) -> pb.CommitPatchRequest:
    return pb.CommitPatchRequest(
        session_id=session_id,
        version=version,
        patch_json=json.dumps(list(patch), allow_nan=False),
        mode=pb.FLAT if flat else pb.RFC6902,
    )


def intent_request(
    name: str,
    context: Optional[Mapping[str, Any]],
    timeout_ms: Optional[int],
    dry_run: bool,
    session_id: str,
    confirmed: bool,
) -> pb.ExecuteIntentRequest:
    return pb.ExecuteIntentRequest(
        name=name,
        context={key: to_value(value) for key, value in (context or {}).items()},
        timeout_ms=timeout_ms,
        dry_run=dry_run,
        session_id=session_id,
        confirmed=confirmed,
    )


def macro_request(
    macro_id: str,
    context: Optional[Mapping[str, Any]],
    dry_run: bool,
    session_id: str,
    confirmed: bool,
) -> pb.ExecuteMacroRequest:
    return pb.ExecuteMacroRequest(
        macro_id=macro_id,
        context={key: to_value(value) for key, value in (context or {}).items()},
        dry_run=dry_run,
        session_id=session_id,
        confirmed=confirmed,
    )


def variable(message: pb.Variable) -> Variable:
    return Variable(
        message.id,
        message.name,
        pb.VariableType.Name(message.type).lower(),
        from_value(message.value),
        json.loads(message.constraints_json),
        json.loads(message.metadata_json),
        message.version,
        message.created_at,
        message.last_updated_at,
    )


def variables(messages: Any) -> List[Variable]:
    return [variable(message) for message in messages]


def variable_event(message: pb.VariableEvent) -> VariableEvent:
    kind = message.WhichOneof("event") or ""
    if kind == "snapshot":
        return VariableEvent(kind, variables=tuple(variables(message.snapshot.variables)))
    if kind == "set":
        changed = variable(message.set)
        return VariableEvent(kind, variable=changed, name=changed.name)
    return VariableEvent(kind, name=message.deleted)


def batch_result(message: pb.UpdateBatchResponse) -> BatchResult:
    return BatchResult(tuple(message.written), dict(message.failures))


def snapshot(message: pb.StateSnapshot) -> Snapshot:
    return Snapshot(message.version, json.loads(message.data_json))


def commit_result(message: pb.CommitResult) -> CommitResult:
    current = snapshot(message.current) if message.HasField("current") else None
    return CommitResult(
        message.success, message.new_version, message.conflict, current, message.lost_id
    )


def commits(message: pb.GetHistoryResponse) -> List[StateCommit]:
    return [
        StateCommit(
            each.version,
            each.base,
            each.at,
            each.origin,
            each.kind,
            json.loads(each.patch_json),
            json.loads(each.inverse_json) if each.inverse_json else None,
        )
        for each in message.commits
    ]


def lost_patches(message: pb.ListLostResponse) -> List[LostPatch]:
    return [
        LostPatch(
            each.lost_id,
            each.at,
            each.origin,
            each.version,
            each.mode == pb.FLAT,
            json.loads(each.patch_json),
        )
        for each in message.patches
    ]


def state_event(message: pb.StateEvent) -> StateEvent:
    if message.WhichOneof("event") == "snapshot":
        return StateEvent("snapshot", snapshot=snapshot(message.snapshot))
    commit = message.commit
    return StateEvent(
        "commit",
        commit={
            "version": commit.version,
            "base": commit.base,
            "at": commit.at,
            "origin": commit.origin,
            "kind": commit.kind,
            "patch": json.loads(commit.patch_json),
        },
    )


def intents(message: pb.ListIntentsResponse) -> List[Intent]:
    return [
        Intent(each.name, each.description, json.loads(each.intent_json))
        for each in message.intents
    ]


def execution(message: pb.Execution) -> Execution:
    error = None
    if message.HasField("error"):
        error = {
            "error_type": message.error.error_type,
            "message": message.error.message,
            "details": json.loads(message.error.details_json),
        }
    return Execution(
        message.execution_id,
        message.success,
        message.outcome,
        message.name,
        message.origin,
        message.started_at,
        message.latency_ms,
        message.actions_executed,
        message.attempts,
        message.dry_run,
        error,
        json.loads(message.execution_json),
    )


def execution_event(message: pb.ExecutionEvent) -> ExecutionEvent:
    return ExecutionEvent(
        message.execution_id,
        message.outcome or None,
        message.intent_name,
        message.macro_id,
        message.origin,
        message.started_at,
        message.latency_ms,
        message.attempts,
        message.reason,
        message.target,
    )
