import { ARM_WITHIN_MS } from '#shared/contract/policy.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { MirrorState } from '#shared/contract/mirror.ts';

/** What a press of a key must do beyond touching. */
export type KeyGuard = { kind: 'none' | 'arm' | 'confirm' } | { kind: 'hold'; ms: number };

/** What a guarded key waits for. None of them is a fault: the operator is asked for more, and that is all. */
export type GuardState = 'holding' | 'armed' | 'confirm' | 'let_go';

export const parseGuard = (text: string | null | undefined): KeyGuard => {
  const ms = /^hold\((\d+)\)$/.exec(text ?? '')?.[1];
  if (ms !== undefined) return { kind: 'hold', ms: Number(ms) };
  return { kind: text === 'arm' || text === 'confirm' ? text : 'none' };
};

interface Guarded {
  guard: string | null;
  intentName: string | null;
  macroId: string | null;
}

/** The key's own guard, else that of what it fires. */
export const guardOf = (
  { guard, intentName, macroId }: Guarded,
  { intents, macros }: Pick<MirrorState, 'intents' | 'macros'>,
): KeyGuard =>
  parseGuard(
    guard ??
      (intentName === null ? undefined : intents[intentName]?.guard) ??
      (macroId === null ? undefined : macros[macroId]?.guard),
  );

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(2))} s`;

/** What the strip of a guarded key says while nothing happens. */
export const guardWords = (guard: KeyGuard): string => {
  switch (guard.kind) {
    case 'hold':
      return `hold ${seconds(guard.ms)}`;
    case 'arm':
      return 'press twice';
    case 'confirm':
      return 'asks first';
    case 'none':
      return '';
  }
};

export interface GuardAnswer {
  state: Exclude<GuardState, 'holding'>;
  words: string;
  spoken: string;
  /** How long the key shows it, in milliseconds; null until it is answered. */
  showMs: number | null;
}

const LET_GO_SHOWN_MS = 3000;

/** The guard's answer to a press that it did not let through; null for any other refusal. */
export const guardAnswerOf = (fault: Fault | null): GuardAnswer | null => {
  const within = fault?.details['within_ms'];
  const withinMs = typeof within === 'number' && within > 0 ? within : ARM_WITHIN_MS;
  switch (fault?.details['reason']) {
    case 'armed':
      return {
        state: 'armed',
        words: 'press again',
        spoken: `armed, press again within ${seconds(withinMs)}`,
        showMs: withinMs,
      };
    case 'confirm':
      return {
        state: 'confirm',
        words: 'run it?',
        spoken: 'asks whether to run it',
        showMs: null,
      };
    case 'not_held':
      return {
        state: 'let_go',
        words: 'let go early',
        spoken: 'let go too early, nothing was sent; hold it longer',
        showMs: LET_GO_SHOWN_MS,
      };
    default:
      return null;
  }
};
