import type {
  Capabilities,
  Constraints,
  Variable,
  VariableError,
  VariableEvent,
  VariableExport,
  VariableMetadata,
  VariableType,
} from '#shared/contract/variables.ts';

/** What can go wrong comes as a value. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: VariableError };

export interface Registration {
  constraints?: Constraints | undefined;
  metadata?: VariableMetadata | undefined;
  /** Goes into the metadata. */
  description?: string | undefined;
}

export interface BatchOptions {
  /** All or none; else what can be written is, and the rest is a `partial_failure`. */
  atomic?: boolean | undefined;
  metadata?: VariableMetadata | undefined;
}

/** A variable that is asked for, by name or by id. */
export type Identifier = string;

/**
 * The typed variables of one session. Adapters: `local` (memory) and `bridged` (Redis), one conformance suite. Nothing
 * throws for what can be expected; every answer comes within a second and the back-off where there is one.
 */
export interface StateProvider {
  readonly backend: 'local' | 'bridged';
  readonly sessionId: string;
  /** The id of the new variable. */
  register(
    name: string,
    type: VariableType,
    initial: unknown,
    options?: Registration,
  ): Promise<Answer<{ id: string }>>;
  get(identifier: Identifier): Promise<Answer<unknown>>;
  /** Everything about one variable. */
  describe(identifier: Identifier): Promise<Answer<Variable>>;
  /** The new version. `metadata` is put over what there is. */
  set(
    identifier: Identifier,
    value: unknown,
    metadata?: VariableMetadata,
  ): Promise<Answer<{ version: number }>>;
  /** By name. */
  list(): Promise<Answer<Variable[]>>;
  /** Those that there are, by the identifier that was asked for. */
  getMany(identifiers: readonly Identifier[]): Promise<Answer<Record<string, unknown>>>;
  /** The same, with everything about each. */
  describeMany(identifiers: readonly Identifier[]): Promise<Answer<Record<string, Variable>>>;
  updateMany(
    updates: Readonly<Record<Identifier, unknown>>,
    options?: BatchOptions,
  ): Promise<Answer<{ written: string[] }>>;
  delete(identifier: Identifier): Promise<Answer<{ deleted: true }>>;
  export(): Promise<Answer<VariableExport>>;
  /** All of it or nothing. Versions, ids and times stay; metadata says where it came from. */
  import(exported: unknown): Promise<Answer<{ imported: number }>>;
  /** Ends the session for everybody: its variables are gone, and whoever watches is told. */
  end(): Promise<Answer<{ ended: true }>>;
  requiresBridge(): boolean;
  capabilities(): Capabilities;
  /** Ends with the signal, or with the session. Redis going away is waited out. */
  watch(signal: AbortSignal): AsyncGenerator<VariableEvent, void, void>;
  /** Lets go of the session: a local one is gone, a bridged one lives on until it was not used for long enough. */
  cleanup(): Promise<void>;
}

export const fine = <T>(value: T): Answer<T> => ({ ok: true, value });

export const failed = (error: VariableError): { ok: false; error: VariableError } => ({
  ok: false,
  error,
});
