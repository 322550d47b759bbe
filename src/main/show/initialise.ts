import { isDeepStrictEqual } from 'node:util';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import type { Entities, Kind, Store } from '../store/store.ts';
import { loadDemoShow } from './demo.ts';
import { loadPacks, type Pack } from './packs.ts';

/** What was written and what stood there already, each like `protocol press`. */
export interface Initialised {
  written: string[];
  kept: string[];
}

const EXAMPLE_DEVICE = DeviceSchema.parse({
  device_id: 'studio_main',
  device_type: 'streamdeck_xl',
  rows: 4,
  cols: 8,
});

interface Entry {
  label: string;
  putIfAbsent(store: Store): Promise<boolean>;
}

const entry = <K extends Kind>(kind: K, name: string, value: Entities[K]): Entry => ({
  label: `${kind} ${name}`,
  putIfAbsent: (store) => store.putIfAbsent(kind, name, value),
});

const writeAbsent = async (store: Store, entries: Entry[]): Promise<Initialised> => {
  const wrote = await Promise.all(entries.map((each) => each.putIfAbsent(store)));
  const labels = (which: boolean): string[] =>
    entries.filter((_, index) => wrote[index] === which).map(({ label }) => label);
  return { written: labels(true), kept: labels(false) };
};

/** Which version of each pack the show took, and what it took of it: an edit is later told from a newer pack. */
const noteInstalled = async (
  store: Store,
  packs: readonly Pack[],
  written: readonly string[],
): Promise<void> => {
  await Promise.all(
    packs.map(async ({ pack, version, protocols }) => {
      const taken = protocols.filter(({ protocol_name }) =>
        written.includes(`protocol ${protocol_name}`),
      );
      if (taken.length === 0) return;
      await store.putIfAbsent('pack', pack, {
        pack,
        version,
        protocols: Object.fromEntries(taken.map((value) => [value.protocol_name, value])),
      });
    }),
  );
};

/** Writes config, built-in protocols and an example device where they are absent. Changes nothing that exists. */
export const initialise = async (store: Store, resourcesDir: string): Promise<Initialised> => {
  const packs = await loadPacks(resourcesDir);
  const initialised = await writeAbsent(store, [
    entry('config', 'bridge', BridgeConfigSchema.parse({})),
    ...packs.flatMap(({ protocols }) =>
      protocols.map((protocol) => entry('protocol', protocol.protocol_name, protocol)),
    ),
    entry('device', EXAMPLE_DEVICE.device_id, EXAMPLE_DEVICE),
  ]);
  await noteInstalled(store, packs, initialised.written);
  return initialised;
};

/** True where the example device stands as `initialise` wrote it: nobody has made it theirs. */
const isUntouchedExample = async (store: Store): Promise<boolean> => {
  const found = await store.read('device', EXAMPLE_DEVICE.device_id);
  if (found.found !== 'present') return false;
  const { created_at: _, ...device } = found.value;
  return isDeepStrictEqual(device, EXAMPLE_DEVICE);
};

/**
 * Writes the demo show where its parts are absent. Changes nothing that exists, save for an example device
 * that nobody has touched: it gives way to the demo's, which is wired to the simulator.
 */
export const writeDemo = async (store: Store, resourcesDir: string): Promise<Initialised> => {
  const show = await loadDemoShow(resourcesDir);
  const device = show.devices.find(({ device_id }) => device_id === EXAMPLE_DEVICE.device_id);
  const replaced = device !== undefined && (await isUntouchedExample(store));
  if (replaced) await store.put('device', device.device_id, device);
  const { written, kept } = await writeAbsent(store, [
    entry('config', 'bridge', show.config),
    ...show.protocols.map((protocol) => entry('protocol', protocol.protocol_name, protocol)),
    ...show.devices.map((device) => entry('device', device.device_id, device)),
    ...show.intents.map((intent) => entry('intent', intent.intent_name, intent)),
    ...show.macros.map((macro) => entry('macro', macro.macro_id, macro)),
    ...show.layouts.map((layout) => entry('layout', layout.device_id, layout)),
    ...show.hardware.map((client) => entry('hardware', client.client_id, client)),
  ]);
  const label = `device ${EXAMPLE_DEVICE.device_id}`;
  return replaced
    ? { written: [...written, label], kept: kept.filter((each) => each !== label) }
    : { written, kept };
};

/** Everything that a new store needs. The demo goes first: its `studio_main` and show name then stand. */
export const prepareShow = async (
  store: Store,
  resourcesDir: string,
  { demo }: { demo: boolean },
): Promise<Initialised> => {
  const shown = demo ? await writeDemo(store, resourcesDir) : { written: [], kept: [] };
  const basics = await initialise(store, resourcesDir);
  return {
    written: [...shown.written, ...basics.written],
    // What the demo has just written is kept by the second pass, and is no news.
    kept: [...new Set([...shown.kept, ...basics.kept])].filter(
      (label) => !shown.written.includes(label),
    ),
  };
};
