import { expect, test } from 'vitest';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import { checkDraft } from './draft-problems.ts';
import { draftOf, newMacro, type MacroDraft } from './draft.ts';
import { fieldWords, restOfDraft } from './rest-of-draft.ts';

const macro = MacroSchema.parse({
  macro_id: 'show_open',
  macro_name: 'Show open',
  steps: [
    { step_number: 1, intent_name: 'studio_dark' },
    { step_number: 2, intent_name: 'vt_1_roll' },
  ],
});
const draft = draftOf(macro, 'r1');
const check = (of: MacroDraft) =>
  checkDraft(of, { maxSteps: 1000, macro: (): Macro | null => null });
const withTimeout = (timeout_ms: string): MacroDraft => ({
  ...draft,
  steps: draft.steps.map((step, at) => (at === 1 ? { ...step, timeout_ms } : step)),
});

test('a wrong step does not keep the name from being saved, and stays as it is stored', () => {
  const rest = restOfDraft({ ...withTimeout('soon'), macro_name: 'Opening' }, check);
  expect(rest).toMatchObject({ ok: true, saved: ['Name'] });
  if (!rest.ok) return;
  expect(check(rest.draft).macro).toMatchObject({
    macro_name: 'Opening',
    steps: [{ timeout_ms: 10_000 }, { timeout_ms: 10_000 }],
  });
  expect(rest.draft.revision).toBe('r1');
});

test('text that is no JSON waits, and the steps are saved', () => {
  const rest = restOfDraft({ ...withTimeout('50'), variables: '{nothing' }, check);
  expect(rest).toMatchObject({ ok: true, saved: ['Steps'] });
  if (rest.ok) expect(rest.draft.variables).toBe(draft.variables);
});

test('where nothing else was changed, or nothing is stored yet, it says so', () => {
  expect(restOfDraft(withTimeout('soon'), check)).toMatchObject({ ok: false, why: 'nothing' });
  expect(restOfDraft(newMacro('macro_1'), check)).toMatchObject({ ok: false, why: 'new' });
});

test('a field is called what the page calls it', () => {
  expect(fieldWords('steps[2].timeout_ms')).toBe('Step 3');
  expect(fieldWords('on_abort[0].intent_name')).toBe('Step on abort 1');
  expect(fieldWords('macro_name')).toBe('Name');
  expect(fieldWords('macro_id')).toBe('Id');
  expect(fieldWords('variables')).toBe('Variables');
});
