import type { Fault } from '#shared/contract/errors.ts';
import { MASTER_PREFIX } from '../state-keys.ts';

const MOST_SHOWN = 2000;

/** What stands at a session's key is no state. Nothing is written over it. */
export class StateCorrupt extends Error {
  override readonly name = 'StateCorrupt';
  readonly fault: Fault;
  constructor(session: string, text: string, cause: unknown) {
    const key = MASTER_PREFIX + session;
    const problem = cause instanceof Error ? cause.message : String(cause);
    super(`${key} can't be read: ${problem}`, { cause });
    this.fault = {
      error_type: 'state_corruption',
      message: this.message,
      details: {
        key,
        problem,
        raw: text.slice(0, MOST_SHOWN),
        hint: 'Nothing is written over it. Mend the text at that key, or delete the key, and try again.',
      },
    };
  }
}
