from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

BOOLEAN: VariableType
CHOICE: VariableType
DESCRIPTOR: _descriptor.FileDescriptor
EMBEDDING: VariableType
FLAT: PatchMode
FLOAT: VariableType
FLOAT32: NumericType
FLOAT64: NumericType
INT32: NumericType
INTEGER: VariableType
JSON: VariableType
NUMERIC_TYPE_UNSPECIFIED: NumericType
RFC6902: PatchMode
STRING: VariableType
TENSOR: VariableType
UINT8: NumericType
VARIABLE_TYPE_UNSPECIFIED: VariableType

class CommitPatchRequest(_message.Message):
    __slots__ = ["mode", "patch_json", "session_id", "version"]
    MODE_FIELD_NUMBER: _ClassVar[int]
    PATCH_JSON_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    mode: PatchMode
    patch_json: str
    session_id: str
    version: int
    def __init__(self, session_id: _Optional[str] = ..., version: _Optional[int] = ..., patch_json: _Optional[str] = ..., mode: _Optional[_Union[PatchMode, str]] = ...) -> None: ...

class CommitResult(_message.Message):
    __slots__ = ["conflict", "current", "lost_id", "new_version", "success"]
    CONFLICT_FIELD_NUMBER: _ClassVar[int]
    CURRENT_FIELD_NUMBER: _ClassVar[int]
    LOST_ID_FIELD_NUMBER: _ClassVar[int]
    NEW_VERSION_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    conflict: bool
    current: StateSnapshot
    lost_id: str
    new_version: int
    success: bool
    def __init__(self, success: bool = ..., new_version: _Optional[int] = ..., conflict: bool = ..., current: _Optional[_Union[StateSnapshot, _Mapping]] = ..., lost_id: _Optional[str] = ...) -> None: ...

class CompareVersionsRequest(_message.Message):
    __slots__ = ["from_version", "session_id", "to_version"]
    FROM_VERSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    TO_VERSION_FIELD_NUMBER: _ClassVar[int]
    from_version: int
    session_id: str
    to_version: int
    def __init__(self, session_id: _Optional[str] = ..., from_version: _Optional[int] = ..., to_version: _Optional[int] = ...) -> None: ...

class DeleteVariableRequest(_message.Message):
    __slots__ = ["name", "session_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class DeleteVariableResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class EndSessionRequest(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class EndSessionResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ExecuteIntentRequest(_message.Message):
    __slots__ = ["confirmed", "context", "dry_run", "name", "session_id", "timeout_ms"]
    class ContextEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    CONTEXT_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    confirmed: bool
    context: _containers.MessageMap[str, Value]
    dry_run: bool
    name: str
    session_id: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., context: _Optional[_Mapping[str, Value]] = ..., timeout_ms: _Optional[int] = ..., dry_run: bool = ..., session_id: _Optional[str] = ..., confirmed: bool = ...) -> None: ...

class ExecuteMacroRequest(_message.Message):
    __slots__ = ["confirmed", "context", "dry_run", "macro_id", "session_id"]
    class ContextEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    CONTEXT_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    MACRO_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    confirmed: bool
    context: _containers.MessageMap[str, Value]
    dry_run: bool
    macro_id: str
    session_id: str
    def __init__(self, macro_id: _Optional[str] = ..., context: _Optional[_Mapping[str, Value]] = ..., dry_run: bool = ..., session_id: _Optional[str] = ..., confirmed: bool = ...) -> None: ...

class Execution(_message.Message):
    __slots__ = ["actions_executed", "attempts", "dry_run", "error", "execution_id", "execution_json", "latency_ms", "name", "origin", "outcome", "started_at", "success"]
    ACTIONS_EXECUTED_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_JSON_FIELD_NUMBER: _ClassVar[int]
    LATENCY_MS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    actions_executed: int
    attempts: int
    dry_run: bool
    error: Fault
    execution_id: str
    execution_json: str
    latency_ms: float
    name: str
    origin: str
    outcome: str
    started_at: str
    success: bool
    def __init__(self, execution_id: _Optional[str] = ..., success: bool = ..., outcome: _Optional[str] = ..., name: _Optional[str] = ..., origin: _Optional[str] = ..., started_at: _Optional[str] = ..., latency_ms: _Optional[float] = ..., actions_executed: _Optional[int] = ..., attempts: _Optional[int] = ..., dry_run: bool = ..., error: _Optional[_Union[Fault, _Mapping]] = ..., execution_json: _Optional[str] = ...) -> None: ...

class ExecutionEvent(_message.Message):
    __slots__ = ["attempts", "execution_id", "intent_name", "latency_ms", "macro_id", "origin", "outcome", "reason", "started_at", "target"]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    INTENT_NAME_FIELD_NUMBER: _ClassVar[int]
    LATENCY_MS_FIELD_NUMBER: _ClassVar[int]
    MACRO_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    attempts: int
    execution_id: str
    intent_name: str
    latency_ms: float
    macro_id: str
    origin: str
    outcome: str
    reason: str
    started_at: str
    target: str
    def __init__(self, execution_id: _Optional[str] = ..., outcome: _Optional[str] = ..., intent_name: _Optional[str] = ..., macro_id: _Optional[str] = ..., origin: _Optional[str] = ..., started_at: _Optional[str] = ..., latency_ms: _Optional[float] = ..., attempts: _Optional[int] = ..., reason: _Optional[str] = ..., target: _Optional[str] = ...) -> None: ...

class Fault(_message.Message):
    __slots__ = ["details_json", "error_type", "hint", "message"]
    DETAILS_JSON_FIELD_NUMBER: _ClassVar[int]
    ERROR_TYPE_FIELD_NUMBER: _ClassVar[int]
    HINT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    details_json: str
    error_type: str
    hint: str
    message: str
    def __init__(self, error_type: _Optional[str] = ..., message: _Optional[str] = ..., hint: _Optional[str] = ..., details_json: _Optional[str] = ...) -> None: ...

class GetBatchRequest(_message.Message):
    __slots__ = ["names", "session_id"]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., names: _Optional[_Iterable[str]] = ...) -> None: ...

class GetBatchResponse(_message.Message):
    __slots__ = ["missing", "variables"]
    class VariablesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Variable
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Variable, _Mapping]] = ...) -> None: ...
    MISSING_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    missing: _containers.RepeatedScalarFieldContainer[str]
    variables: _containers.MessageMap[str, Variable]
    def __init__(self, variables: _Optional[_Mapping[str, Variable]] = ..., missing: _Optional[_Iterable[str]] = ...) -> None: ...

class GetHistoryRequest(_message.Message):
    __slots__ = ["before", "limit", "session_id"]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    before: int
    limit: int
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., limit: _Optional[int] = ..., before: _Optional[int] = ...) -> None: ...

class GetHistoryResponse(_message.Message):
    __slots__ = ["commits"]
    COMMITS_FIELD_NUMBER: _ClassVar[int]
    commits: _containers.RepeatedCompositeFieldContainer[StateCommit]
    def __init__(self, commits: _Optional[_Iterable[_Union[StateCommit, _Mapping]]] = ...) -> None: ...

class GetSnapshotRequest(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class GetVariableRequest(_message.Message):
    __slots__ = ["name", "session_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class GetVersionRequest(_message.Message):
    __slots__ = ["session_id", "version"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    version: int
    def __init__(self, session_id: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class InitializeStateRequest(_message.Message):
    __slots__ = ["data_json", "session_id"]
    DATA_JSON_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    data_json: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., data_json: _Optional[str] = ...) -> None: ...

class Intent(_message.Message):
    __slots__ = ["description", "intent_json", "name"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    INTENT_JSON_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    description: str
    intent_json: str
    name: str
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., intent_json: _Optional[str] = ...) -> None: ...

class ListIntentsRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ListIntentsResponse(_message.Message):
    __slots__ = ["intents"]
    INTENTS_FIELD_NUMBER: _ClassVar[int]
    intents: _containers.RepeatedCompositeFieldContainer[Intent]
    def __init__(self, intents: _Optional[_Iterable[_Union[Intent, _Mapping]]] = ...) -> None: ...

class ListLostRequest(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class ListLostResponse(_message.Message):
    __slots__ = ["patches"]
    PATCHES_FIELD_NUMBER: _ClassVar[int]
    patches: _containers.RepeatedCompositeFieldContainer[LostPatch]
    def __init__(self, patches: _Optional[_Iterable[_Union[LostPatch, _Mapping]]] = ...) -> None: ...

class ListVariablesRequest(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class ListVariablesResponse(_message.Message):
    __slots__ = ["variables"]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    variables: _containers.RepeatedCompositeFieldContainer[Variable]
    def __init__(self, variables: _Optional[_Iterable[_Union[Variable, _Mapping]]] = ...) -> None: ...

class LostPatch(_message.Message):
    __slots__ = ["at", "lost_id", "mode", "origin", "patch_json", "version"]
    AT_FIELD_NUMBER: _ClassVar[int]
    LOST_ID_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    PATCH_JSON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    at: str
    lost_id: str
    mode: PatchMode
    origin: str
    patch_json: str
    version: int
    def __init__(self, lost_id: _Optional[str] = ..., at: _Optional[str] = ..., origin: _Optional[str] = ..., version: _Optional[int] = ..., mode: _Optional[_Union[PatchMode, str]] = ..., patch_json: _Optional[str] = ...) -> None: ...

class NumericArray(_message.Message):
    __slots__ = ["data", "dtype", "shape"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    dtype: NumericType
    shape: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, dtype: _Optional[_Union[NumericType, str]] = ..., shape: _Optional[_Iterable[int]] = ..., data: _Optional[bytes] = ...) -> None: ...

class RebaseRequest(_message.Message):
    __slots__ = ["lost_id", "session_id"]
    LOST_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    lost_id: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., lost_id: _Optional[str] = ...) -> None: ...

class RegisterVariableRequest(_message.Message):
    __slots__ = ["constraints_json", "description", "metadata_json", "name", "session_id", "type", "value"]
    CONSTRAINTS_JSON_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    METADATA_JSON_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    constraints_json: str
    description: str
    metadata_json: str
    name: str
    session_id: str
    type: VariableType
    value: Value
    def __init__(self, session_id: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[_Union[VariableType, str]] = ..., value: _Optional[_Union[Value, _Mapping]] = ..., constraints_json: _Optional[str] = ..., metadata_json: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class RestoreRequest(_message.Message):
    __slots__ = ["expected", "session_id", "version"]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    expected: int
    session_id: str
    version: int
    def __init__(self, session_id: _Optional[str] = ..., version: _Optional[int] = ..., expected: _Optional[int] = ...) -> None: ...

class SessionExpired(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class SetVariableRequest(_message.Message):
    __slots__ = ["metadata_json", "name", "session_id", "value"]
    METADATA_JSON_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    metadata_json: str
    name: str
    session_id: str
    value: Value
    def __init__(self, session_id: _Optional[str] = ..., name: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ..., metadata_json: _Optional[str] = ...) -> None: ...

class SetVariableResponse(_message.Message):
    __slots__ = ["version"]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: int
    def __init__(self, version: _Optional[int] = ...) -> None: ...

class StateCommit(_message.Message):
    __slots__ = ["at", "base", "inverse_json", "kind", "origin", "patch_json", "version"]
    AT_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    INVERSE_JSON_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    PATCH_JSON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    at: str
    base: int
    inverse_json: str
    kind: str
    origin: str
    patch_json: str
    version: int
    def __init__(self, version: _Optional[int] = ..., base: _Optional[int] = ..., at: _Optional[str] = ..., origin: _Optional[str] = ..., kind: _Optional[str] = ..., patch_json: _Optional[str] = ..., inverse_json: _Optional[str] = ...) -> None: ...

class StateComparison(_message.Message):
    __slots__ = ["after", "before", "patch_json"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    PATCH_JSON_FIELD_NUMBER: _ClassVar[int]
    after: StateSnapshot
    before: StateSnapshot
    patch_json: str
    def __init__(self, before: _Optional[_Union[StateSnapshot, _Mapping]] = ..., after: _Optional[_Union[StateSnapshot, _Mapping]] = ..., patch_json: _Optional[str] = ...) -> None: ...

class StateEvent(_message.Message):
    __slots__ = ["commit", "lost", "settled", "snapshot"]
    COMMIT_FIELD_NUMBER: _ClassVar[int]
    LOST_FIELD_NUMBER: _ClassVar[int]
    SETTLED_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    commit: StateCommit
    lost: LostPatch
    settled: str
    snapshot: StateSnapshot
    def __init__(self, snapshot: _Optional[_Union[StateSnapshot, _Mapping]] = ..., commit: _Optional[_Union[StateCommit, _Mapping]] = ..., lost: _Optional[_Union[LostPatch, _Mapping]] = ..., settled: _Optional[str] = ...) -> None: ...

class StateSnapshot(_message.Message):
    __slots__ = ["data_json", "version"]
    DATA_JSON_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    data_json: str
    version: int
    def __init__(self, version: _Optional[int] = ..., data_json: _Optional[str] = ...) -> None: ...

class UpdateBatchRequest(_message.Message):
    __slots__ = ["atomic", "metadata_json", "session_id", "updates"]
    class UpdatesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    ATOMIC_FIELD_NUMBER: _ClassVar[int]
    METADATA_JSON_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    atomic: bool
    metadata_json: str
    session_id: str
    updates: _containers.MessageMap[str, Value]
    def __init__(self, session_id: _Optional[str] = ..., updates: _Optional[_Mapping[str, Value]] = ..., atomic: bool = ..., metadata_json: _Optional[str] = ...) -> None: ...

class UpdateBatchResponse(_message.Message):
    __slots__ = ["failures", "written"]
    class FailuresEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_FIELD_NUMBER: _ClassVar[int]
    failures: _containers.ScalarMap[str, str]
    written: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, written: _Optional[_Iterable[str]] = ..., failures: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Value(_message.Message):
    __slots__ = ["array_value", "bool_value", "double_value", "int_value", "json_value", "string_value"]
    ARRAY_VALUE_FIELD_NUMBER: _ClassVar[int]
    BOOL_VALUE_FIELD_NUMBER: _ClassVar[int]
    DOUBLE_VALUE_FIELD_NUMBER: _ClassVar[int]
    INT_VALUE_FIELD_NUMBER: _ClassVar[int]
    JSON_VALUE_FIELD_NUMBER: _ClassVar[int]
    STRING_VALUE_FIELD_NUMBER: _ClassVar[int]
    array_value: NumericArray
    bool_value: bool
    double_value: float
    int_value: int
    json_value: str
    string_value: str
    def __init__(self, bool_value: bool = ..., string_value: _Optional[str] = ..., int_value: _Optional[int] = ..., double_value: _Optional[float] = ..., json_value: _Optional[str] = ..., array_value: _Optional[_Union[NumericArray, _Mapping]] = ...) -> None: ...

class Variable(_message.Message):
    __slots__ = ["constraints_json", "created_at", "id", "last_updated_at", "metadata_json", "name", "type", "value", "version"]
    CONSTRAINTS_JSON_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    LAST_UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    METADATA_JSON_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    constraints_json: str
    created_at: str
    id: str
    last_updated_at: str
    metadata_json: str
    name: str
    type: VariableType
    value: Value
    version: int
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[_Union[VariableType, str]] = ..., value: _Optional[_Union[Value, _Mapping]] = ..., constraints_json: _Optional[str] = ..., metadata_json: _Optional[str] = ..., version: _Optional[int] = ..., created_at: _Optional[str] = ..., last_updated_at: _Optional[str] = ...) -> None: ...

class VariableEvent(_message.Message):
    __slots__ = ["deleted", "expired", "set", "snapshot"]
    DELETED_FIELD_NUMBER: _ClassVar[int]
    EXPIRED_FIELD_NUMBER: _ClassVar[int]
    SET_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    deleted: str
    expired: SessionExpired
    set: Variable
    snapshot: VariableSnapshot
    def __init__(self, snapshot: _Optional[_Union[VariableSnapshot, _Mapping]] = ..., set: _Optional[_Union[Variable, _Mapping]] = ..., deleted: _Optional[str] = ..., expired: _Optional[_Union[SessionExpired, _Mapping]] = ...) -> None: ...

class VariableSnapshot(_message.Message):
    __slots__ = ["variables"]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    variables: _containers.RepeatedCompositeFieldContainer[Variable]
    def __init__(self, variables: _Optional[_Iterable[_Union[Variable, _Mapping]]] = ...) -> None: ...

class WatchExecutionsRequest(_message.Message):
    __slots__ = ["include_recent"]
    INCLUDE_RECENT_FIELD_NUMBER: _ClassVar[int]
    include_recent: bool
    def __init__(self, include_recent: bool = ...) -> None: ...

class WatchStateRequest(_message.Message):
    __slots__ = ["include_lost", "session_id"]
    INCLUDE_LOST_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    include_lost: bool
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., include_lost: bool = ...) -> None: ...

class WatchVariablesRequest(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class NumericType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class VariableType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class PatchMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
