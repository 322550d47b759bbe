import type { Device } from '#shared/contract/device.ts';
import { hintOf } from '../../link/faults.ts';
import { letSend } from '../../link/let-send.ts';
import { deleteEntity, putEntity } from '../../link/save-entity.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';

const revisionNow = (id: string): string | null =>
  useMirror.getState().revisions[`device:${id}`] ?? null;

/** Says why a write did not happen. False, so that it can be answered with. */
const notDone = (
  what: string,
  outcome: { stale: unknown; fault: Parameters<typeof hintOf>[0] | null },
): false => {
  const why = outcome.fault
    ? `${outcome.fault.message} ${hintOf(outcome.fault) ?? ''}`
    : 'somebody else changed it just now. Look at it and try again.';
  say(`${what}: ${why}`);
  announce('device', `${what}: ${why}`);
  return false;
};

const change = async (id: string, make: (device: Device) => Device): Promise<boolean> => {
  const device = useMirror.getState().devices[id];
  if (!device) return false;
  const outcome = await putEntity('device', id, make(device), revisionNow(id));
  return outcome.ok || notDone(`${id} was not changed`, outcome);
};

/** Sends a device's commands to the built-in simulator, or out again. */
export const simulate = async (id: string, simulated: boolean): Promise<void> => {
  const done = await change(id, (device) => {
    const { simulated: _before, ...metadata } = device.metadata;
    return { ...device, metadata: simulated ? { ...metadata, simulated: true } : metadata };
  });
  if (done) announce('device', `${id} ${simulated ? 'is simulated' : 'goes out'}`);
};

/** Holds all commands to a device back, or lets them go out. */
export const observe = async (id: string, observed: boolean): Promise<void> => {
  if (observed) {
    await change(id, (device) => ({ ...device, observe_only: true }));
    return;
  }
  const kept = await letSend([{ id, revision: revisionNow(id) }]);
  if (kept !== null) {
    say(`${id} was not changed: ${kept}`);
    announce('device', `${id} was not changed: ${kept}`);
    return;
  }
  offerUndo(`${id} may send now`, () => {
    void observe(id, true);
  });
};

const putBack = async (device: Device): Promise<void> => {
  const { device_id } = device;
  const outcome = await putEntity('device', device_id, device, null);
  if (!outcome.ok) {
    notDone(`${device_id} is not back`, outcome);
    offerUndo(`${device_id} is not back`, () => void putBack(device));
  }
};

/** Deletes a device and offers the way back. Its layout stays, for the case that it comes back. */
export const removeDevice = async (device: Device): Promise<boolean> => {
  const { device_id } = device;
  const revision = revisionNow(device_id);
  if (revision === null) return false;
  const outcome = await deleteEntity('device', device_id, revision);
  if (!outcome.ok) return notDone(`${device_id} was not deleted`, outcome);
  offerUndo(`${device_id} deleted`, () => void putBack(device));
  return true;
};
