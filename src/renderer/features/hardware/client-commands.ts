import { create } from 'zustand';
import type {
  HardwareClient,
  HardwarePressBody,
  HardwarePressed,
  HardwareSent,
} from '#shared/contract/hardware-clients.ts';
import type {
  HardwareLogLevel,
  HardwareMessage,
  HardwareState,
} from '#shared/contract/hardware.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Client } from '../../link/connection.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { deleteEntity, putEntity } from '../../link/save-entity.ts';
import { announce } from '../../state/announcer.ts';
import { dropDraft } from '../../state/draft-memory.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';

interface Asking {
  /** Something waits for its answer. */
  isBusy: boolean;
  /** Why the last thing was not done. */
  fault: Fault | null;
  /** The state that the client had then: in another one the fault says nothing any more. */
  state: HardwareState | null;
}

const NOTHING: Asking = { isBusy: false, fault: null, state: null };

const useAskings = create<Record<string, Asking>>(() => ({}));

const stateOf = (id: string): HardwareState | null =>
  useMirror.getState().hardware[id]?.state ?? null;

/** What this page asked of a client, and why it was not done where it was not. */
export const useAsking = (id: string): Asking => {
  const asking = useAskings((askings) => askings[id] ?? NOTHING);
  const state = useMirror(({ hardware }) => hardware[id]?.state ?? null);
  return asking.fault !== null && asking.state !== state ? NOTHING : asking;
};

type Options = Parameters<Parameters<typeof ask>[0]>[1];

/** Asks it, and keeps for the client's row whether it was done. */
const asked = async (
  id: string,
  question: (client: Client, options: Options) => Promise<unknown>,
): Promise<void> => {
  useAskings.setState({ [id]: { ...NOTHING, isBusy: true } });
  try {
    await ask(question);
    useAskings.setState({ [id]: NOTHING });
  } catch (error) {
    const fault = faultOf(error);
    useAskings.setState({ [id]: { isBusy: false, fault, state: stateOf(id) } });
    announce(`hardware:${id}`, `${id}: ${fault.message}`);
  }
};

export const startClient = async (client_id: string): Promise<void> => {
  await asked(client_id, (client, options) =>
    client.hardware.start({ params: { client_id } }, options),
  );
};

export const stopClient = async (client_id: string): Promise<void> => {
  await asked(client_id, (client, options) =>
    client.hardware.stop({ params: { client_id } }, options),
  );
};

/** Lets go of its connection and tries at once. */
export const tryNow = async (client_id: string): Promise<void> => {
  await asked(client_id, async (client, options) => {
    await client.hardware.stop({ params: { client_id } }, options);
    return client.hardware.start({ params: { client_id } }, options);
  });
};

export const setLogLevel = async (
  client_id: string,
  level: HardwareLogLevel,
): Promise<void> => {
  await asked(client_id, (client, options) =>
    client.hardware.logLevel({ params: { client_id }, body: { level } }, options),
  );
};

/** A message may wait for the backend as long as its type allows, a minute at most. */
const SEND_TIMEOUT_MS = 65_000;

/** What became of the message in the end. Rejects where that can't be told. */
export const sendMessage = (client_id: string, body: HardwareMessage): Promise<HardwareSent> =>
  ask(
    (client, options) => client.hardware.send({ params: { client_id }, body }, options),
    SEND_TIMEOUT_MS,
  );

/** A press is not one of the things that are asked: several may be on their way. Rejects where it can't be told. */
export const askPress = (
  client_id: string,
  body: HardwarePressBody,
): Promise<HardwarePressed> =>
  ask((client, options) => client.hardware.press({ params: { client_id }, body }, options));

const notDone = (what: string, fault: Fault | null): void => {
  const why = fault
    ? `${fault.message} ${hintOf(fault) ?? ''}`
    : 'somebody else changed it just now. Look at it and try again.';
  say(`${what}: ${why}`);
  announce('hardware', `${what}: ${why}`);
};

/** Lets this control room run a client from now on, in place of the one that does. It can be undone. */
export const runHere = async (client: HardwareClient): Promise<void> => {
  const { client_id } = client;
  const revision = useMirror.getState().revisions[`hardware:${client_id}`];
  if (revision === undefined) return;
  // Where none is named, it is the room that saves it.
  const { room_id: before, ...rest } = client;
  const outcome = await putEntity('hardware', client_id, rest, revision);
  if (!outcome.ok) {
    notDone(`${client_id} still runs elsewhere`, outcome.fault);
    return;
  }
  offerUndo(`${client_id} runs here now`, () => void runIn(client_id, before));
};

const runIn = async (client_id: string, room_id: HardwareClient['room_id']): Promise<void> => {
  const { hardware_clients, revisions } = useMirror.getState();
  const client = hardware_clients[client_id];
  const revision = revisions[`hardware:${client_id}`];
  if (!client || revision === undefined) return;
  const outcome = await putEntity('hardware', client_id, { ...client, room_id }, revision);
  if (!outcome.ok) notDone(`${client_id} still runs here`, outcome.fault);
};

const putBack = async (client: HardwareClient): Promise<void> => {
  const { client_id } = client;
  const outcome = await putEntity('hardware', client_id, client, null);
  if (outcome.ok) return;
  notDone(`${client_id} is not back`, outcome.fault);
  offerUndo(`${client_id} is not back`, () => void putBack(client));
};

/** Deletes a client and offers the way back. True when it is gone. */
export const removeClient = async (client: HardwareClient): Promise<boolean> => {
  const { client_id } = client;
  const revision = useMirror.getState().revisions[`hardware:${client_id}`];
  if (revision === undefined) return false;
  const outcome = await deleteEntity('hardware', client_id, revision);
  if (!outcome.ok) {
    notDone(`${client_id} was not deleted`, outcome.fault);
    return false;
  }
  dropDraft('hardware', client_id);
  offerUndo(`${client_id} deleted`, () => void putBack(client));
  return true;
};
