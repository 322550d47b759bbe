import type { Clock } from '../../clock.ts';
import type { HardwareSimulator } from './hardware-simulator.ts';

/** From the first press to the next question. */
const NEXT_QUESTION_MS = 3000;

const ON = { type: 'toggle_buzzers', enabled: true };

/**
 * Plays the host of a quiz at a backend: buzzers are on from the moment they connect, and on again for the next question
 * 3 s after a press. Ends with the signal.
 */
export const playQuizMaster = (
  backend: HardwareSimulator,
  clock: Clock,
  signal: AbortSignal,
): void => {
  let isAsking = false;
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    await clock.sleep(NEXT_QUESTION_MS, signal).catch(() => undefined);
    isAsking = false;
    if (!signal.aborted) backend.say(ON);
  };
  backend.events.on('connected', ({ client_type, client_id }) => {
    if (client_type === 'buzzer') backend.say(ON, client_id ?? undefined);
  });
  backend.events.on('received', ({ message }) => {
    if (message?.['type'] === 'buzzer_pressed') void ask();
  });
};
