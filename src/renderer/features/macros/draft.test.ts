import { describe, expect, it, test } from 'vitest';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import { candidateOf } from './draft-candidate.ts';
import {
  duplicateStep,
  insertStep,
  moveStep,
  placeOf,
  removeStep,
  savedOver,
} from './draft-edits.ts';
import { checkDraft, problemAt, refusedFields } from './draft-problems.ts';
import { draftOf, freeMacroId, newMacro, newStep } from './draft.ts';

const macro = MacroSchema.parse({
  macro_id: 'show_open',
  macro_name: 'Show open',
  steps: [
    { step_number: 20, intent_name: 'vt_1_roll', note: 'kept' },
    { step_number: 10, intent_name: 'studio_dark', delay_ms: 250, on_failure: 'continue' },
    {
      step_number: 30,
      macro_id: 'lights',
      for_each: { items: [1, 2], as: 'camera' },
      conditions: { scene: 'news' },
    },
    { step_number: 40, wait_until: { 'button.state': 'idle' } },
  ],
  variables: { scene: 'news' },
  on_abort: [{ step_number: 1, intent_name: 'clear_graphics' }],
  guard: 'hold(800)',
  another_writers: { field: true },
});
const rules = { maxSteps: 1000, macro: (): Macro | null => null };
const draft = draftOf(macro);
const stepsOf = (changed: typeof draft) => checkDraft(changed, rules).macro?.steps ?? [];

describe('candidateOf', () => {
  it('gives back what was stored, in the order in which it runs, other writers’ fields included', () => {
    const { macro: same, problems } = checkDraft(draft, rules);
    expect(problems).toEqual([]);
    expect(same).toMatchObject({ another_writers: { field: true }, guard: 'hold(800)' });
    expect(same?.steps.map(({ step_number }) => step_number)).toEqual([10, 20, 30, 40]);
    expect(same?.steps[1]).toMatchObject({ intent_name: 'vt_1_roll', note: 'kept' });
    expect(same?.steps[2]).toMatchObject({
      macro_id: 'lights',
      for_each: { items: [1, 2], as: 'camera' },
      conditions: { scene: 'news' },
    });
    expect(same?.steps[3]?.wait_until).toEqual({ 'button.state': 'idle' });
    expect(same?.on_abort).toHaveLength(1);
  });

  it('leaves out what the kind of a step has no use for', () => {
    const [first] = draft.steps;
    if (!first) throw new Error('no step');
    const turned = {
      ...draft,
      steps: [{ ...first, kind: 'wait' as const, wait_until: '{"a":1}' }],
    };
    const [step] = stepsOf(turned);
    expect(step).toMatchObject({ wait_until: { a: 1 } });
    expect(step).not.toHaveProperty('intent_name');
  });

  it('takes figures as people write them', () => {
    const [first] = draft.steps;
    if (!first) throw new Error('no step');
    expect(
      stepsOf({ ...draft, steps: [{ ...first, timeout_ms: ' 5 000 ' }] })[0],
    ).toMatchObject({
      timeout_ms: 5000,
    });
  });
});

const wrong = (change: object, list: 'steps' | 'on_abort' = 'steps') => {
  const changed = {
    ...draft,
    [list]: draft[list].map((step, at) => (at === 0 ? { ...step, ...change } : step)),
  };
  const { macro: saved, problems } = checkDraft(changed, rules);
  expect(saved).toBeNull();
  return problems;
};

describe('checkDraft', () => {
  it.each([
    [{ timeout_ms: '' }, 'timeout_ms', /whole number of milliseconds/],
    [{ timeout_ms: '0' }, 'timeout_ms', /from 1/],
    [{ delay_ms: '-1' }, 'delay_ms', /from 0/],
    [{ delay_ms: 'soon' }, 'delay_ms', /Milliseconds/],
    [{ intent_name: '' }, 'intent_name', /letters/],
    [{ intent_name: 'cut it' }, 'intent_name', /letters/],
    [{ on_failure: 'retry', retry_count: '101' }, 'retry_count', /0 to 100/],
    [{ conditions: '{scene' }, 'conditions', /Write it like/],
    [{ conditions: '{"$where":"1"}' }, 'conditions', /./],
    [{ variables: '[1]' }, 'variables', /Write it like/],
    [{ items: '1 2 3' }, 'items', /a list/i],
    [{ items: '[1]', as: '1st' }, 'for_each.as', /letters/],
    [{ kind: 'wait', wait_until: '' }, 'wait_until', /Write it like/],
    [{ fallback_intent: 'studio_dark' }, 'fallback_intent', /another/],
  ])('%j is said at its field', (change, field, words) => {
    expect(problemAt(wrong(change), `steps[0].${field}`)).toMatch(words);
  });

  it('says it in the steps of an abort too, and about the macro itself', () => {
    expect(
      problemAt(wrong({ timeout_ms: 'x' }, 'on_abort'), 'on_abort[0].timeout_ms'),
    ).not.toBeNull();
    const { problems } = checkDraft({ ...draft, macro_name: ' ', variables: 'x' }, rules);
    expect(problemAt(problems, 'macro_name')).toBe('Give it a name.');
    expect(problemAt(problems, 'variables')).toMatch(/Write it like/);
    expect(
      problemAt(checkDraft({ ...draft, guard: 'hold(x)' }, rules).problems, 'guard'),
    ).toMatch(/hold/);
  });

  it('refuses a macro that runs itself', () => {
    const problems = wrong({ kind: 'macro', macro_id: 'show_open' });
    expect(problemAt(problems, 'steps[0].macro_id')).toMatch(/itself/);
  });

  it('marks a step for whatever is wrong inside it, and no other', () => {
    const problems = wrong({ timeout_ms: 'x' });
    expect(problemAt(problems, 'steps[0]')).not.toBeNull();
    expect(problemAt(problems, 'steps[1]')).toBeNull();
    expect(problemAt([{ field: 'steps[10].delay_ms', message: 'x' }], 'steps[1]')).toBeNull();
  });
});

test('the engine’s refusal names its fields', () => {
  const fields = [{ field: 'steps[0].macro_id', message: 'a → a' }];
  expect(refusedFields({ fields, hint: 'x' })).toEqual(fields);
  expect(refusedFields({ hint: 'x' })).toEqual([]);
});

const numbers = (changed: typeof draft) =>
  stepsOf(changed).map(({ step_number }) => step_number);
const names = (changed: typeof draft) =>
  changed.steps.map((step) => step.intent_name || step.macro_id || step.wait_until);

describe('edits', () => {
  it('moves within its list, and stops at the ends', () => {
    const moved = moveStep(draft, { list: 'steps', index: 1 }, -1);
    expect(names(moved).slice(0, 2)).toEqual(['vt_1_roll', 'studio_dark']);
    expect(moveStep(draft, { list: 'steps', index: 0 }, -1)).toBe(draft);
    expect(moveStep(draft, { list: 'steps', index: 3 }, 1)).toBe(draft);
  });

  it('numbers anew when the order changes, and only then', () => {
    expect(numbers(moveStep(draft, { list: 'steps', index: 1 }, -1))).toEqual([1, 2, 3, 4]);
    expect(numbers(removeStep(draft, { list: 'steps', index: 1 }))).toEqual([10, 30, 40]);
    const step = { ...newStep(), intent_name: 'cut' };
    expect(numbers(insertStep(draft, { list: 'steps', index: 0 }, step))).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(numbers(insertStep(draft, { list: 'steps', index: 3 }, step))).toEqual([
      10, 20, 30, 40, 41,
    ]);
  });

  it('finds a step by its id wherever it went, and a copy is a step of its own', () => {
    const copied = duplicateStep(draft, { list: 'steps', index: 0 });
    const ids = copied.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    expect(copied.steps[1]).toMatchObject({ intent_name: 'studio_dark', saved: null });
    expect(placeOf(copied, 's1')).toEqual({ list: 'steps', index: 2 });
    expect(placeOf(copied, 'a0')).toEqual({ list: 'on_abort', index: 0 });
    expect(placeOf(copied, 'gone')).toBeNull();
  });
});

test('what is typed while the draft is being saved is a change of what is stored then', () => {
  const step = { ...newStep(), intent_name: 'cut' };
  const sent = insertStep(draft, { list: 'steps', index: 0 }, step);
  const stored = checkDraft(sent, rules).macro;
  if (!stored) throw new Error('not valid');
  const newer = { ...removeStep(sent, { list: 'steps', index: 0 }), macro_name: 'Later' };
  const over = savedOver(newer, sent, stored, 'r2');
  expect(over).toMatchObject({ macro_name: 'Later', revision: 'r2', stored });
  expect(over.steps.map(({ saved }) => saved)).toEqual([2, 3, 4, 5]);
  expect(names(over)[0]).toBe('cut');
});

test('a new macro takes a free id and waits for its name and its first intent', () => {
  const id = freeMacroId(new Set(['macro_1', 'macro_3']));
  expect(id).toBe('macro_2');
  const { problems } = checkDraft(newMacro(id), rules);
  expect(problems.map(({ field }) => field).sort()).toEqual([
    'macro_name',
    'steps[0].intent_name',
  ]);
  const named = { ...newMacro(id), macro_name: 'Cue all' };
  expect(candidateOf(named).value).toMatchObject({
    macro_id: 'macro_2',
    macro_name: 'Cue all',
  });
});
