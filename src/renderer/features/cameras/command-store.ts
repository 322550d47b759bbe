import { create } from 'zustand';
import type { CameraCommand } from '#shared/contract/camera.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { troubleIn, type Trouble } from './trouble.ts';

/** A take is finished and judged before its stop is answered. */
const COMMAND_TIMEOUT_MS = 25_000;

interface Asking {
  /** The command that waits for its answer. */
  asked: CameraCommand | null;
  /** Why the last one was not done. */
  trouble: Trouble | null;
}

const NOTHING: Asking = { asked: null, trouble: null };

const useAskings = create<Record<string, Asking>>(() => ({}));

/** What was asked of a slot by this page, and what came of it where it was not done. */
export const useAsking = (slot: string): Asking =>
  useAskings((askings) => askings[slot] ?? NOTHING);

/** Asks one thing of one slot. What goes wrong stands at its tile. True when it was done. */
export const command = async (
  slot: string,
  name: CameraCommand,
  payload: Record<string, unknown> = {},
): Promise<boolean> => {
  const settle = (asking: Asking): void => useAskings.setState({ [slot]: asking });
  // A slider asks many times a second: the buttons beside it stay.
  settle({ asked: name === 'control_change' ? null : name, trouble: null });
  let trouble: Trouble | null;
  try {
    trouble = troubleIn(
      await ask(
        (client, options) =>
          client.cameras.command(
            { params: { slot }, body: { command: name, payload } },
            options,
          ),
        COMMAND_TIMEOUT_MS,
      ),
    );
  } catch (error) {
    const fault = faultOf(error);
    trouble = { message: fault.message, hint: hintOf(fault) };
  }
  settle({ asked: null, trouble });
  if (trouble) announce(`camera:${slot}`, `${slot}: ${trouble.message}`);
  return trouble === null;
};

/** Asks the same of several slots in one moment. What goes wrong stands at the tile of each. */
export const commandTogether = async (
  slots: string[],
  name: CameraCommand,
  payload: Record<string, unknown> = {},
): Promise<void> => {
  const settle = (asking: (slot: string) => Asking): void =>
    useAskings.setState(Object.fromEntries(slots.map((slot) => [slot, asking(slot)])));
  settle(() => ({ asked: name, trouble: null }));
  try {
    const body = { slots, command: name, payload };
    const statuses = await ask(
      (client, options) => client.cameras.commandTogether(body, options),
      COMMAND_TIMEOUT_MS,
    );
    const troubles = new Map(
      slots.map((slot) => [slot, troubleIn(statuses.filter((status) => status.slot === slot))]),
    );
    settle((slot) => ({ asked: null, trouble: troubles.get(slot) ?? null }));
    for (const [slot, trouble] of troubles)
      if (trouble) announce(`camera:${slot}`, `${slot}: ${trouble.message}`);
  } catch (error) {
    const fault = faultOf(error);
    const trouble = { message: fault.message, hint: hintOf(fault) };
    settle(() => ({ asked: null, trouble }));
    announce('cameras', trouble.message);
  }
};
