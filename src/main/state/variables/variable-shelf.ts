import type { Variable } from '#shared/contract/variables.ts';

/** A variable as it stands; `token` changes with it. */
export interface Stored {
  variable: Variable;
  token: string;
}

/** One variable that is written (`after`) or removed (null), provided that `before` is what stands there. */
export interface Change {
  name: string;
  before: Stored | null;
  after: Variable | null;
}

export type Swapped =
  | { did: 'done'; stored: (Stored | null)[] }
  | { did: 'expired' }
  /** Something else stands there: nothing was written. */
  | { did: 'moved' }
  /** There would be more variables than a session may have. */
  | { did: 'full' };

export interface SwapOptions {
  /** Makes the session where there is none. */
  create?: boolean | undefined;
}

/** Which variables changed since a position; null names where that is not known any more. */
export interface ChangesSince {
  position: number;
  names: string[] | null;
}

/** Where the variables of one session stand. Adapters: memory and Redis. */
export interface VariableShelf {
  /** False where there is a session already. */
  create(): Promise<boolean>;
  /** By name first, then by id. Null for what there is not; 'expired' where there is no session. */
  find(identifiers: readonly string[]): Promise<Map<string, Stored> | 'expired'>;
  /** What stood there last, as far as that is at hand. */
  peek(name: string): Stored | undefined;
  all(): Promise<Stored[] | 'expired'>;
  /** All of it in one step, or nothing. */
  swap(changes: readonly Change[], options?: SwapOptions): Promise<Swapped>;
  /** ISO 8601; null where there is no session. */
  createdAt(): Promise<string | null>;
  /** Where the changes stand; null where there is no session. */
  position(): Promise<number | null>;
  /** 'expired' where there is no session; null names where it is another one than the position is of. */
  changesSince(position: number): Promise<ChangesSince | 'expired'>;
  onChange(listener: () => void): () => void;
  /** Removes all of it; false where there was no session. */
  drop(): Promise<boolean>;
}

export const MOST_VARIABLES = 10_000;

/** What stands there is no variable. */
export class VariableCorrupt extends Error {
  override readonly name = 'VariableCorrupt';
  readonly variable: string;
  constructor(variable: string, cause: unknown) {
    super(
      `What is stored as the variable ${variable} can't be read. Delete the session's key.`,
      {
        cause,
      },
    );
    this.variable = variable;
  }
}
