import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';

const DEBOUNCE_MS = 300;
const RESCAN_MS = 3000;

/** Looks every `everyMs` and tells when what it sees is another than before. A look that fails is no change. */
export const pollWatch = (
  look: () => Promise<string>,
  everyMs: number,
  clock: Clock,
  changed: () => void,
): (() => void) => {
  const ending = new AbortController();
  const poll = async (): Promise<void> => {
    let before: string | null = null;
    while (!ending.signal.aborted) {
      const now = await look().catch(() => before);
      if (!ending.signal.aborted && before !== null && now !== before) changed();
      before = now;
      await clock.sleep(everyMs, ending.signal).catch(() => undefined);
    }
  };
  void poll();
  return () => ending.abort();
};

const nodesIn = async (folder: string): Promise<string> =>
  (await readdir(folder)).filter((name) => name.startsWith('video')).join();

/**
 * Tells when video nodes appear in or leave `folder`: once per burst, since a camera brings several nodes and
 * its rights come a little later. Where the folder can't be watched it is read every 3 s.
 */
export const watchNodes = (folder: string, clock: Clock, changed: () => void): (() => void) => {
  const ending = new AbortController();
  let burst: AbortController | null = null;
  const settle = (): void => {
    burst?.abort();
    burst = new AbortController();
    const { signal } = burst;
    clock.sleep(DEBOUNCE_MS, signal).then(changed, () => undefined);
  };
  const poll = (): void => {
    if (ending.signal.aborted) return;
    const stop = pollWatch(() => nodesIn(folder), RESCAN_MS, clock, settle);
    ending.signal.addEventListener('abort', stop, { once: true });
  };
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(folder, (_, name) => {
      if (name === null || name.startsWith('video')) settle();
    });
    watcher.on('error', () => {
      watcher?.close();
      poll();
    });
  } catch {
    poll();
  }
  return () => {
    ending.abort();
    burst?.abort();
    watcher?.close();
  };
};
