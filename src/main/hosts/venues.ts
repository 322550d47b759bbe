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

const stepOf = <K extends 'device' | 'config'>(
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
  const now = targetsNow(devices, config);
  const change = venueDifference(now, there);
  const changed = new Set(change.devices.map(({ what }) => what));
  const steps = devices
    .filter(({ device_id }) => changed.has(device_id))
    .map((device) =>
      stepOf(store, 'device', device.device_id, device, {
        ...device,
        connection_url: there.devices[device.device_id] ?? null,
      }),
    );
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
    devices: [...changed],
    bridge: change.bridge.length > 0,
    missing: change.missing,
    before: now,
  };
};
