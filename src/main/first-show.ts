import type { StoreStatus } from '#shared/contract/telemetry.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { DemoMode } from './settings.ts';
import { prepareShow } from './show/initialise.ts';
import { untilState } from './store/store-waits.ts';
import { StoreUnavailable, type Store } from './store/store.ts';

const RETRY_MS = 1_000;

export interface FirstShowOptions {
  store: Store;
  resourcesDir: string;
  demo: DemoMode;
  clock: Clock;
  log: Log;
}

/** Without a Redis on this machine (`missing`) the store lasts until quitting, and takes a show like any. */
const takesWrites = (state: StoreStatus['state']): boolean =>
  state === 'ready' || state === 'missing';

const prepare = async ({
  store,
  resourcesDir,
  demo,
  log,
}: FirstShowOptions): Promise<boolean> => {
  const config = await store.read('config', 'bridge');
  if (config.found !== 'absent' && demo !== 'always') return false;
  const { written } = await prepareShow(store, resourcesDir, { demo: demo !== 'never' });
  if (written.length > 0) log.info({ written: written.length }, 'the catalogue was prepared');
  return demo !== 'never';
};

/**
 * Writes what a new catalogue needs, and the demo where it is wanted, as soon as the store can take it.
 * Resolves when it is done or can't be done, with whether the demo is there; rejects when the signal aborts first.
 */
export const prepareFirstShow = async (
  options: FirstShowOptions,
  signal: AbortSignal,
): Promise<boolean> => {
  const { store, clock, log } = options;
  for (;;) {
    await untilState(store, takesWrites, signal);
    try {
      return await prepare(options);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) {
        log.error({ err: error }, 'the catalogue could not be prepared');
        return false;
      }
      await clock.sleep(RETRY_MS, signal);
    }
  }
};
