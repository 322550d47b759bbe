"""The services' methods on a channel, synchronous or not: generic calls and the messages of protoc."""

from __future__ import annotations

from typing import Any

from . import mcr_bridge_pb2 as pb

_PACKAGE = "mcr.bridge.v1"


def _unary(channel: Any, service: str, method: str, request: Any, response: Any) -> Any:
    return channel.unary_unary(
        f"/{_PACKAGE}.{service}/{method}",
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )


def _stream(channel: Any, service: str, method: str, request: Any, response: Any) -> Any:
    return channel.unary_stream(
        f"/{_PACKAGE}.{service}/{method}",
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )


class SessionStub:
    """Variables and master state."""

    def __init__(self, channel: Any) -> None:
        name = "VariableService"
        self.register = _unary(channel, name, "Register", pb.RegisterVariableRequest, pb.Variable)
        self.get = _unary(channel, name, "Get", pb.GetVariableRequest, pb.Variable)
        self.set = _unary(channel, name, "Set", pb.SetVariableRequest, pb.SetVariableResponse)
        self.list = _unary(channel, name, "List", pb.ListVariablesRequest, pb.ListVariablesResponse)
        self.delete = _unary(
            channel, name, "Delete", pb.DeleteVariableRequest, pb.DeleteVariableResponse
        )
        self.get_batch = _unary(channel, name, "GetBatch", pb.GetBatchRequest, pb.GetBatchResponse)
        self.update_batch = _unary(
            channel, name, "UpdateBatch", pb.UpdateBatchRequest, pb.UpdateBatchResponse
        )
        self.watch = _stream(channel, name, "Watch", pb.WatchVariablesRequest, pb.VariableEvent)
        self.end_session = _unary(
            channel, name, "EndSession", pb.EndSessionRequest, pb.EndSessionResponse
        )
        name = "MasterStateService"
        self.snapshot = _unary(
            channel, name, "GetSnapshot", pb.GetSnapshotRequest, pb.StateSnapshot
        )
        self.initialize = _unary(
            channel, name, "Initialize", pb.InitializeStateRequest, pb.CommitResult
        )
        self.commit = _unary(channel, name, "Commit", pb.CommitPatchRequest, pb.CommitResult)
        self.history = _unary(
            channel, name, "GetHistory", pb.GetHistoryRequest, pb.GetHistoryResponse
        )
        self.version = _unary(channel, name, "GetVersion", pb.GetVersionRequest, pb.StateSnapshot)
        self.restore = _unary(channel, name, "Restore", pb.RestoreRequest, pb.CommitResult)
        self.list_lost = _unary(channel, name, "ListLost", pb.ListLostRequest, pb.ListLostResponse)
        self.rebase = _unary(channel, name, "Rebase", pb.RebaseRequest, pb.CommitResult)
        self.watch_state = _stream(channel, name, "Watch", pb.WatchStateRequest, pb.StateEvent)


class BridgeStub:
    """Intents and macros."""

    def __init__(self, channel: Any) -> None:
        name = "ExecutionService"
        self.list_intents = _unary(
            channel, name, "ListIntents", pb.ListIntentsRequest, pb.ListIntentsResponse
        )
        self.execute_intent = _unary(
            channel, name, "ExecuteIntent", pb.ExecuteIntentRequest, pb.Execution
        )
        self.execute_macro = _unary(
            channel, name, "ExecuteMacro", pb.ExecuteMacroRequest, pb.Execution
        )
        self.watch = _stream(
            channel, name, "Watch", pb.WatchExecutionsRequest, pb.ExecutionEvent
        )
