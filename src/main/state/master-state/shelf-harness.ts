import type { StateEvent } from '#shared/contract/master-state.ts';
import type { MasterStateShelf } from './shelf.ts';

export interface ShelfHarness {
  shelf: MasterStateShelf;
  /** What an agent of another process writes at the key; null deletes it. */
  foreign(session: string, text: string | null): Promise<void>;
  raw(session: string): Promise<string | null>;
  close(): Promise<void>;
}

/** The next events of a watch. A test that waits for one that never comes ends by its own time-out. */
export const take = async (
  events: AsyncIterator<StateEvent>,
  count: number,
): Promise<StateEvent[]> => {
  const taken: StateEvent[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
};
