import { revisionKey, type SliceName, type VersionedKind } from '#shared/contract/mirror.ts';
import type { Log } from '../log.ts';
import { revisionOf } from '../store/revision.ts';
import type { Entities, Store, StoreChange } from '../store/store.ts';
import type { ExecutionHistory } from './execution-history.ts';
import type { Mirror } from './mirror.ts';

const SLICES = {
  config: 'config',
  device: 'devices',
  layout: 'layouts',
  intent: 'intents',
  macro: 'macros',
  protocol: 'protocols',
  venue: 'venues',
  hardware: 'hardware_clients',
} as const satisfies Record<VersionedKind, SliceName>;

/** The value and its revision, in one turn: no reader gets one without the other. */
const showValue = <K extends VersionedKind>(
  mirror: Mirror,
  kind: K,
  name: string,
  value: Entities[K] | null,
): void => {
  mirror.set<SliceName>(SLICES[kind], name, value);
  const key = revisionKey(kind, name);
  const revision = value && revisionOf(kind, value);
  if (revision !== mirror.get('revisions', key)) mirror.set('revisions', key, revision);
};

const show = (mirror: Mirror, history: ExecutionHistory, change: StoreChange): void => {
  switch (change.kind) {
    case 'config':
      return showValue(mirror, change.kind, change.name, change.value);
    case 'device':
      // What was known of one that is gone is no news of anything.
      if (change.value === null) mirror.set('health', change.name, null);
      return showValue(mirror, change.kind, change.name, change.value);
    case 'layout':
      return showValue(mirror, change.kind, change.name, change.value);
    case 'intent':
      return showValue(mirror, change.kind, change.name, change.value);
    case 'macro':
      return showValue(mirror, change.kind, change.name, change.value);
    case 'protocol':
      return showValue(mirror, change.kind, change.name, change.value);
    case 'venue':
      return showValue(mirror, change.kind, change.name, change.value);
    case 'hardware':
      return showValue(mirror, change.kind, change.name, change.value);
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
    case 'macro_run':
    case 'session':
    case 'pack':
      return undefined;
  }
};

const replaceAll = async <K extends VersionedKind>(
  store: Store,
  mirror: Mirror,
  kind: K,
  nameOf: (value: Entities[K]) => string,
): Promise<void> => {
  const gone = new Set(mirror.keys(SLICES[kind]));
  for (const value of await store.list(kind)) {
    showValue(mirror, kind, nameOf(value), value);
    gone.delete(nameOf(value));
  }
  for (const name of gone) showValue(mirror, kind, name, null);
};

const load = async (store: Store, mirror: Mirror): Promise<void> => {
  const read = await store.read('config', 'bridge');
  // It may have changed, and been shown, while the answer was on its way.
  const config = store.peek('config', 'bridge') ?? read;
  showValue(mirror, 'config', 'bridge', config.found === 'present' ? config.value : null);
  await Promise.all([
    replaceAll(store, mirror, 'device', (device) => device.device_id),
    replaceAll(store, mirror, 'layout', (layout) => layout.device_id),
    replaceAll(store, mirror, 'intent', (intent) => intent.intent_name),
    replaceAll(store, mirror, 'macro', (macro) => macro.macro_id),
    replaceAll(store, mirror, 'protocol', (protocol) => protocol.protocol_name),
    replaceAll(store, mirror, 'venue', (venue) => venue.venue_name),
    replaceAll(store, mirror, 'hardware', (client) => client.client_id),
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
