import type { VariableEvent } from '#shared/contract/variables.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { Wakes } from '../wakes.ts';
import type { VariableShelf } from './variable-shelf.ts';

interface Look {
  position: number;
  events: VariableEvent[];
}

const EXPIRED: VariableEvent = { kind: 'expired' };

/** The position first: what changes in between is told once more. */
const snapshot = async (shelf: VariableShelf): Promise<Look | null> => {
  const position = await shelf.position();
  const all = await shelf.all();
  if (position === null || all === 'expired') return null;
  const variables = all.map(({ variable }) => variable);
  return { position, events: [{ kind: 'snapshot', variables }] };
};

const changesSince = async (shelf: VariableShelf, since: number): Promise<Look | null> => {
  const changes = await shelf.changesSince(since);
  if (changes === 'expired') return null;
  const { position, names } = changes;
  if (names === null) return snapshot(shelf);
  const found = await shelf.find(names);
  if (found === 'expired') return null;
  const events = names.map((name): VariableEvent => {
    const variable = found.get(name)?.variable;
    return variable?.name === name ? { kind: 'set', variable } : { kind: 'deleted', name };
  });
  return { position, events };
};

/** Null where Redis is away: it is told again when it is back. */
const unlessAway = async (look: () => Promise<Look | null>): Promise<Look | null | 'away'> => {
  try {
    return await look();
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'away';
    throw error;
  }
};

/** A snapshot, then what changes, as fast as it is taken. */
export async function* watchVariables(
  shelf: VariableShelf,
  signal: AbortSignal,
): AsyncGenerator<VariableEvent, void, void> {
  const wakes = new Wakes();
  const stop = shelf.onChange(() => wakes.wake());
  try {
    let position: number | null = null;
    while (!signal.aborted) {
      const since: number | null = position;
      const look = await unlessAway(() =>
        since === null ? snapshot(shelf) : changesSince(shelf, since),
      );
      if (look === null) {
        yield EXPIRED;
        return;
      }
      if (look !== 'away') {
        const isNews: boolean = look.position !== since;
        ({ position } = look);
        yield* look.events;
        // There may be more than one page of it.
        if (isNews && since !== null) continue;
      }
      await wakes.next(signal);
    }
  } finally {
    stop();
  }
}
