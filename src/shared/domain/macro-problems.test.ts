import { describe, expect, it, test } from 'vitest';
import { MacroSchema, type Macro } from '../contract/macro.ts';
import { macroProblems } from './macro-problems.ts';

const macro = (id: string, steps: object[], more: object = {}): Macro =>
  MacroSchema.parse({
    macro_id: id,
    macro_name: id,
    steps: steps.map((step, index) => ({ step_number: index + 1, ...step })),
    ...more,
  });

const problems = (subject: Macro, others: Macro[] = [], maxSteps = 1000) =>
  macroProblems(subject, {
    maxSteps,
    macro: (id) => others.find(({ macro_id }) => macro_id === id) ?? null,
  });

const fields = (...given: Parameters<typeof problems>) =>
  problems(...given).map(({ field }) => field);

test('a sound macro has none, and may name what is not written yet', () => {
  const sound = macro(
    'open',
    [
      { intent_name: 'not_yet', fallback_intent: 'other', conditions: { scene: 'live' } },
      { macro_id: 'not_yet_either', for_each: { items: 'cameras' } },
      { wait_until: { 'button.state': 'active' }, step_number: 2 },
    ],
    { variables: { cameras: [1, 2] }, on_abort: [{ step_number: 1, intent_name: 'lights' }] },
  );
  expect(problems(sound)).toEqual([]);
});

test('each field to correct is named, in the steps of an abort too', () => {
  const unsound = macro(
    'open',
    [
      {},
      { intent_name: 'a', macro_id: 'b' },
      { intent_name: 'a', fallback_intent: 'a' },
      { intent_name: 'a', conditions: { $where: 'x' } },
      { wait_until: { $and: 3 } },
      { intent_name: 'a', for_each: { items: 'camera' } },
    ],
    { variables: { camera: 'cam_1' }, on_abort: [{ step_number: 1 }] },
  );
  const found = problems(unsound);
  expect(found.map(({ field }) => field)).toEqual([
    'steps[0]',
    'steps[1]',
    'steps[2].fallback_intent',
    'steps[3].conditions.$where',
    'steps[4].wait_until.$and',
    'steps[5].for_each.items',
    'on_abort[0]',
  ]);
  expect(found[1]?.message).toContain('intent_name and macro_id');
});

const tower = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    macro(`m${i}`, [{ macro_id: `m${i + 1}` }, { macro_id: `m${i + 1}` }]),
  );

const top = (bottom: number) => macro('top', [{ macro_id: `m${bottom}` }]);

describe('nesting', () => {
  it('refuses a macro that runs itself', () => {
    const [found] = problems(macro('a', [{ intent_name: 'x' }, { macro_id: 'a' }]));
    expect(found).toMatchObject({ field: 'steps[1].macro_id' });
    expect(found?.message).toContain('a → a');
  });

  it('names the chain, through the steps of an abort too', () => {
    const b = macro('b', [], { on_abort: [{ step_number: 1, macro_id: 'c' }] });
    const c = macro('c', [{ macro_id: 'a' }]);
    expect(problems(macro('a', [{ macro_id: 'b' }]), [b, c])[0]?.message).toContain(
      'a → b → c → a',
    );
  });

  it('judges the macro as it is now, not as it was stored', () => {
    const stored = macro('a', [{ macro_id: 'b' }]);
    const b = macro('b', [{ macro_id: 'a' }]);
    expect(problems(macro('a', [{ intent_name: 'x' }]), [stored, b])).toEqual([]);
  });

  it('refuses a circle among others', () => {
    const others = [macro('b', [{ macro_id: 'c' }]), macro('c', [{ macro_id: 'b' }])];
    expect(problems(macro('a', [{ macro_id: 'b' }]), others)[0]?.message).toContain(
      'b → c → b',
    );
  });

  it('lets one macro stand in many places, and refuses 21 within each other', () => {
    const high = tower(20);
    // Every level is run twice: 2^10 of the last, 2^11 - 2 in all.
    expect(fields(top(10), high, 1023)).toEqual(['steps']);
    expect(fields(top(10), high, 1024)).toEqual([]);
    expect(fields(top(2), high, 1e9)).toEqual([]);
    expect(fields(top(1), high, 1e9)).toEqual(['steps[0].macro_id']);
    expect(fields(top(0), tower(5000), 1e9)).toEqual(['steps[0].macro_id']);
  });
});

describe('the cap', () => {
  it('refuses 10,000 steps and says how many are allowed, and where that is set', () => {
    const steps = Array.from({ length: 10_000 }, () => ({ intent_name: 'x' }));
    expect(problems(macro('a', steps))).toEqual([
      { field: 'steps', message: expect.stringMatching(/10000 .*macro_max_steps.* 1000\.$/) },
    ]);
  });

  it('counts rounds and nested steps where they stand', () => {
    const nested = macro('n', [{ intent_name: 'x' }, { intent_name: 'y' }]);
    const outer = macro('a', [{ macro_id: 'n', for_each: { items: [1, 2, 3] } }]);
    expect(fields(outer, [nested], 6)).toEqual([]);
    expect(fields(outer, [nested], 5)).toEqual(['steps']);
  });
});

test.each([
  { delay_ms: -1 },
  { delay_ms: 3_600_001 },
  { delay_ms: Infinity },
  { retry_count: 101 },
])('the schema itself refuses %j', (bad) => {
  const step = { step_number: 1, intent_name: 'x', ...bad };
  const parsed = MacroSchema.safeParse({ macro_id: 'a', macro_name: 'A', steps: [step] });
  expect(parsed.success).toBe(false);
});
