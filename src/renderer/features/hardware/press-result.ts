import type { HardwarePressed } from '#shared/contract/hardware-clients.ts';

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
