import type { HardwareListing, HardwarePressed } from '#shared/contract/hardware-clients.ts';

/** What became of the last press of a buzzer. */
export interface PressResult {
  /** The mark of the outcome; `pressed` while the answer is on its way. */
  mark: 'pressed' | 'sent' | 'refused' | 'failed';
  words: string;
}

const REFUSALS: Readonly<Record<string, string>> = {
  bounce: 'bounced, not counted',
  early: 'too early: they are off',
  locked: 'locked out',
  too_many_buzzers: 'too many buzzers',
  offline: 'not sent: no backend',
  too_old: 'too old to count',
};

const MOST_AGE_MS = 1000;

/** How long ago a press was made; null where it is too old to be one of now, as after a page that stood still. */
export const ageOf = (pressedAt: number, now: number): number | null =>
  now - pressedAt > MOST_AGE_MS ? null : Math.max(0, now - pressedAt);

/** Whether presses count now, and why, or why not. */
export const countsWords = (
  { state, buzzers_enabled }: Pick<HardwareListing, 'state' | 'buzzers_enabled'>,
  isLive: boolean,
): { counts: boolean; why: string } => {
  if (!isLive) return { counts: false, why: 'This page has lost the engine.' };
  // Whether they are on is known only while the backend is there.
  if (state === 'stopped')
    return { counts: false, why: 'The client is stopped: start it in its row.' };
  if (state === 'waiting' || state === 'connecting')
    return { counts: false, why: 'The backend is not there; the client tries it by itself.' };
  return buzzers_enabled === true
    ? { counts: true, why: 'The buzzers are on.' }
    : { counts: false, why: 'The backend turns the buzzers on with toggle_buzzers.' };
};

export const refusalWords = (refusal: string): string => REFUSALS[refusal] ?? refusal;

/** An answer as its mark and its words. */
export const resultOf = ({ counted, refusal }: HardwarePressed): PressResult =>
  counted
    ? { mark: 'sent', words: 'counted' }
    : { mark: 'refused', words: refusal === null ? 'not counted' : refusalWords(refusal) };

/** `12 counted, 3 not: 2 locked out, 1 bounced, not counted`. */
export const pressesWords = (
  presses: number | null,
  refused: Readonly<Record<string, number>> | null,
): string => {
  const kept = Object.entries(refused ?? {}).filter(([, count]) => count > 0);
  const sum = kept.reduce((all, [, count]) => all + count, 0);
  const why = kept.map(([reason, count]) => `${count} ${refusalWords(reason)}`).join(', ');
  return `${presses ?? 0} counted${sum === 0 ? '' : `, ${sum} not: ${why}`}`;
};
