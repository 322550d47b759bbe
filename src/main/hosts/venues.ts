import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Retargeted, VenueTargets } from '#shared/contract/venue.ts';
import { targetsNow, venueDifference } from '#shared/domain/venue-difference.ts';
import { revisionOf } from '../store/revision.ts';
import type { Entities, Store } from '../store/store.ts';
import { readStored } from './catalogue.ts';
import { orStale } from './preconditions.ts';

/** One write, with the way back. */
interface Step {
  write: () => Promise<unknown>;
  back: () => Promise<unknown>;
}

const stepOf = <K extends 'device' | 'config' | 'hardware'>(
  store: Store,
  kind: K,
  name: string,
  before: Entities[K] | null,
  after: Entities[K],
): Step => {
  const expected = before === null ? 'absent' : { revisions: [revisionOf(kind, before)] };
  return {
    write: () => orStale(after, store.put(kind, name, after, expected)),
    back: () => (before === null ? store.remove(kind, name) : store.put(kind, name, before)),
  };
};

/**
 * Sends the whole show to other hosts and ports: all of it, or, where one write fails, nothing. The answer holds the
 * way back. @throws a `precondition_failed` where somebody changed a device in the same moment
 */
export const retarget = async (store: Store, there: VenueTargets): Promise<Retargeted> => {
  const devices = await store.list('device');
  const stored = await readStored(store, 'config', 'bridge');
  const config = stored ?? BridgeConfigSchema.parse({});
  const clients = await store.list('hardware');
  const now = targetsNow(devices, config, clients);
  const change = venueDifference(now, there);
  const changed = new Map(change.devices.map(({ what, to }) => [what, to]));
  const moved = new Map(change.hardware.map(({ what, to }) => [what, to]));
  const steps = devices
    .filter(({ device_id }) => changed.has(device_id))
    .map((device) => {
      const connection_url = changed.get(device.device_id) ?? null;
      return stepOf(store, 'device', device.device_id, device, { ...device, connection_url });
    });
  for (const client of clients) {
    const host = moved.get(client.client_id);
    if (host)
      steps.push(stepOf(store, 'hardware', client.client_id, client, { ...client, host }));
  }
  if (change.bridge.length > 0)
    steps.push(stepOf(store, 'config', 'bridge', stored, { ...config, ...there.bridge }));
  const done: Step[] = [];
  try {
    for (const step of steps) {
      await step.write();
      done.push(step);
    }
  } catch (error) {
    await Promise.allSettled(done.map(({ back }) => back()));
    throw error;
  }
  return {
    devices: [...changed.keys()],
    bridge: change.bridge.length > 0,
    hardware: [...moved.keys()],
    missing: change.missing,
    before: now,
  };
};
