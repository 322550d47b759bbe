"""What the bridge answers, in Python's own types."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

from . import mcr_bridge_pb2 as pb
from ._values import from_value


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
class Comparison:
    """Two versions; ``patch`` makes ``after`` of ``before``."""

    before: Snapshot
    after: Snapshot
    patch: List[Dict[str, Any]]


@dataclass(frozen=True)
class StateEvent:
    """A ``snapshot`` or a ``commit`` (version, base, at, origin, kind, patch).

    Where it is asked for also ``lost`` (``lost``, ``lost_id``) and ``settled`` (``lost_id``): it is not lost any more.
    """

    kind: str
    snapshot: Optional[Snapshot] = None
    commit: Dict[str, Any] = field(default_factory=dict)
    lost: Optional[LostPatch] = None
    lost_id: str = ""


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


def variables(message: Any) -> List[Variable]:
    """Of a list, or of a snapshot."""
    return [variable(each) for each in message.variables]


def values(message: pb.GetBatchResponse) -> Dict[str, Any]:
    return {name: from_value(each.value) for name, each in message.variables.items()}


def variable_event(message: pb.VariableEvent) -> VariableEvent:
    kind = message.WhichOneof("event") or ""
    if kind == "snapshot":
        return VariableEvent(kind, variables=tuple(variables(message.snapshot)))
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


def comparison(message: pb.StateComparison) -> Comparison:
    return Comparison(
        snapshot(message.before), snapshot(message.after), json.loads(message.patch_json)
    )


def lost_patch(message: pb.LostPatch) -> LostPatch:
    return LostPatch(
        message.lost_id,
        message.at,
        message.origin,
        message.version,
        message.mode == pb.FLAT,
        json.loads(message.patch_json),
    )


def lost_patches(message: pb.ListLostResponse) -> List[LostPatch]:
    return [lost_patch(each) for each in message.patches]


def state_event(message: pb.StateEvent) -> StateEvent:
    kind = message.WhichOneof("event") or ""
    if kind == "snapshot":
        return StateEvent(kind, snapshot=snapshot(message.snapshot))
    if kind == "lost":
        return StateEvent(kind, lost=lost_patch(message.lost), lost_id=message.lost.lost_id)
    if kind == "settled":
        return StateEvent(kind, lost_id=message.settled)
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
