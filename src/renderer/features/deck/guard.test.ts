import { describe, expect, it } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { guardAnswerOf, guardOf, guardWords, parseGuard } from './guard.ts';

const refused = (details: Record<string, unknown>) => ({
  error_type: 'refused' as const,
  message: '',
  details,
});

describe('parseGuard', () => {
  it('reads the four guards, and takes what it does not know for none', () => {
    expect(parseGuard('hold(800)')).toEqual({ kind: 'hold', ms: 800 });
    expect(parseGuard('arm')).toEqual({ kind: 'arm' });
    expect(parseGuard('confirm')).toEqual({ kind: 'confirm' });
    expect(parseGuard('shake')).toEqual({ kind: 'none' });
    expect(parseGuard(null)).toEqual({ kind: 'none' });
  });
});

describe('guardOf', () => {
  const known = {
    intents: { off: IntentSchema.parse({ intent_name: 'off', actions: [], guard: 'confirm' }) },
    macros: {
      open: MacroSchema.parse({
        macro_id: 'open',
        macro_name: 'Open',
        steps: [],
        guard: 'arm',
      }),
    },
  };
  it('is the key’s own, else that of what the key fires', () => {
    const key = { guard: null, intentName: 'off', macroId: null };
    expect(guardOf(key, known).kind).toBe('confirm');
    expect(guardOf({ ...key, guard: 'none' }, known).kind).toBe('none');
    expect(guardOf({ guard: null, intentName: null, macroId: 'open' }, known).kind).toBe('arm');
    expect(guardOf({ guard: null, intentName: 'gone', macroId: null }, known).kind).toBe(
      'none',
    );
  });
});

describe('guardWords', () => {
  it('says what to do', () => {
    expect(guardWords({ kind: 'hold', ms: 800 })).toBe('hold 0.8 s');
    expect(guardWords({ kind: 'hold', ms: 2000 })).toBe('hold 2 s');
    expect(guardWords({ kind: 'none' })).toBe('');
  });
});

describe('guardAnswerOf', () => {
  it('takes a guard’s refusal for a state', () => {
    expect(guardAnswerOf(refused({ reason: 'armed', within_ms: 1200 }))).toMatchObject({
      state: 'armed',
      showMs: 1200,
    });
    expect(guardAnswerOf(refused({ reason: 'armed' }))?.showMs).toBe(3000);
    expect(guardAnswerOf(refused({ reason: 'confirm' }))).toMatchObject({
      state: 'confirm',
      showMs: null,
    });
    expect(guardAnswerOf(refused({ reason: 'not_held' }))?.state).toBe('let_go');
  });
  it('leaves every other refusal alone', () => {
    expect(guardAnswerOf(refused({ reason: 'queue_full' }))).toBeNull();
    expect(guardAnswerOf(null)).toBeNull();
  });
});
