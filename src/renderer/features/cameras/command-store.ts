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

/** One call per slot, all of them sent before any is answered. */
export const commandAll = (
  slots: string[],
  name: CameraCommand,
  payload: Record<string, unknown> = {},
): Promise<boolean[]> => Promise.all(slots.map((slot) => command(slot, name, payload)));
