import type { Log } from '../log.ts';
import type { Entities, Kind, Store, StoreChange } from '../store/store.ts';
import type { ExecutionHistory } from './execution-history.ts';
import type { Mirror } from './mirror.ts';

const show = (mirror: Mirror, history: ExecutionHistory, change: StoreChange): void => {
  switch (change.kind) {
    case 'config':
      return mirror.set('config', change.name, change.value);
    case 'device':
      return mirror.set('devices', change.name, change.value);
    case 'layout':
      return mirror.set('layouts', change.name, change.value);
    case 'intent':
      return mirror.set('intents', change.name, change.value);
    case 'macro':
      return mirror.set('macros', change.name, change.value);
    case 'button':
      return mirror.set(
        'buttons',
        `${change.value.device_id}:${change.value.button_id}`,
        change.value,
      );
    case 'execution':
      return history.elsewhere(change.entry);
    case 'corruption':
      return mirror.set('corruptions', change.key, change.value);
    case 'protocol':
    case 'macro_run':
    case 'session':
      return undefined;
  }
};

const replaceAll = async <K extends Kind>(
  store: Store,
  kind: K,
  nameOf: (value: Entities[K]) => string,
  known: string[],
  set: (name: string, value: Entities[K] | null) => void,
): Promise<void> => {
  const gone = new Set(known);
  for (const value of await store.list(kind)) {
    set(nameOf(value), value);
    gone.delete(nameOf(value));
  }
  for (const name of gone) set(name, null);
};

const load = async (store: Store, mirror: Mirror): Promise<void> => {
  const config = await store.read('config', 'bridge');
  if (config.found === 'present') mirror.set('config', 'bridge', config.value);
  await Promise.all([
    replaceAll(
      store,
      'device',
      (device) => device.device_id,
      mirror.keys('devices'),
      (name, value) => mirror.set('devices', name, value),
    ),
    replaceAll(
      store,
      'layout',
      (layout) => layout.device_id,
      mirror.keys('layouts'),
      (name, value) => mirror.set('layouts', name, value),
    ),
    replaceAll(
      store,
      'intent',
      (intent) => intent.intent_name,
      mirror.keys('intents'),
      (name, value) => mirror.set('intents', name, value),
    ),
    replaceAll(
      store,
      'macro',
      (macro) => macro.macro_id,
      mirror.keys('macros'),
      (name, value) => mirror.set('macros', name, value),
    ),
  ]);
  for (const corruption of await store.corruptions())
    mirror.set('corruptions', corruption.key, corruption);
};

/**
 * Feeds the mirror with the catalogue: all of it each time the store becomes ready, then every change by
 * anybody. Returns the way to stop.
 */
export const feedCatalogue = (
  store: Store,
  mirror: Mirror,
  history: ExecutionHistory,
  log: Log,
): (() => void) => {
  const reload = () => {
    load(store, mirror).catch((error: unknown) =>
      log.warn(
        { error: String(error) },
        'the catalogue could not be read; it is read again when the store is back',
      ),
    );
  };
  mirror.set('store', 'redis', store.status());
  const stopChanges = store.onChange((change) => show(mirror, history, change));
  let state = store.status().state;
  const stopStatus = store.onStatus((status) => {
    mirror.set('store', 'redis', status);
    if (status.state === 'ready' && state !== 'ready') reload();
    state = status.state;
  });
  reload();
  return () => {
    stopChanges();
    stopStatus();
  };
};
