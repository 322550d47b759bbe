import { describe, expect, it } from 'vitest';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import type { FieldChange } from '#shared/domain/field-conflicts.ts';
import { changeStep, insertStep, removeStep } from './draft-edits.ts';
import { draftOf, newStep, type MacroDraft } from './draft.ts';
import { mergeMacro } from './macro-conflict.ts';

const made = (steps: object[], more: object = {}): Macro =>
  MacroSchema.parse({
    macro_id: 'open',
    macro_name: 'Open',
    steps: steps.map((step, at) => ({ step_number: at + 1, ...step })),
    ...more,
  });
const i = (intent_name: string, more: object = {}) => ({ intent_name, ...more });
const base = made([i('a'), i('b')]);
const mine = draftOf(base, 'r1');
const said = ({ changes }: { changes: FieldChange[] }) =>
  changes.map(({ path, by }) => `${path} ${by}`);
const usual = ({ changes }: { changes: FieldChange[] }) =>
  new Map(
    changes.map(({ path, by }) => [
      path,
      by === 'theirs' ? ('theirs' as const) : ('mine' as const),
    ]),
  );
const intents = (macro: Macro | null) => macro?.steps.map(({ intent_name }) => intent_name);
const at = (index: number) => ({ list: 'steps', index }) as const;
const added = (draft: MacroDraft, after: number, intent_name: string): MacroDraft =>
  insertStep(draft, at(after), { ...newStep(), intent_name });

describe('mergeMacro', () => {
  it('keeps both where each changed another field, of the macro or of one step', () => {
    const draft = changeStep({ ...mine, description: 'x' }, at(0), { timeout_ms: '500' });
    const theirs = made([i('a'), i('b', { delay_ms: 90 })], { macro_name: 'Theirs' });
    const merge = mergeMacro(draft, theirs);
    expect(said(merge).sort()).toEqual([
      'description mine',
      'macro_name theirs',
      'steps.1 mine',
      'steps.2 theirs',
    ]);
    expect(merge.merged(usual(merge))).toMatchObject({
      macro_name: 'Theirs',
      description: 'x',
      steps: [{ timeout_ms: 500 }, { delay_ms: 90 }],
    });
  });

  it('asks about a field that both changed, and takes what is chosen', () => {
    const draft = changeStep(mine, at(1), { delay_ms: '10' });
    const merge = mergeMacro(draft, made([i('a'), i('b', { delay_ms: 90 })]));
    expect(said(merge)).toEqual(['steps.2.delay_ms both']);
    const delay = (side: 'theirs' | 'mine') =>
      merge.merged(new Map([['steps.2.delay_ms', side]]))?.steps[1]?.delay_ms;
    expect([delay('mine'), delay('theirs')]).toEqual([10, 90]);
  });

  it('keeps the steps that both put at the end, theirs first', () => {
    const merge = mergeMacro(added(mine, 1, 'mine'), made([i('a'), i('b'), i('theirs')]));
    expect(intents(merge.merged(usual(merge)))).toEqual(['a', 'b', 'theirs', 'mine']);
  });

  it('leaves the choice between whole lists where steps were moved or put between', () => {
    const merge = mergeMacro(
      added(mine, 0, 'between'),
      made([i('a'), i('b', { delay_ms: 90 })]),
    );
    expect(said(merge)).toEqual(['steps both']);
    expect(intents(merge.merged(usual(merge)))).toEqual(['a', 'between', 'b']);
  });

  it('shows a step that one removed and the other changed', () => {
    const merge = mergeMacro(removeStep(mine, at(1)), made([i('a'), i('b', { delay_ms: 9 })]));
    expect(said(merge)).toEqual(['steps.2 both']);
  });

  it('says nothing of what is the same, empty or absent', () => {
    const theirs = {
      ...base,
      guard: null,
      steps: base.steps.map((step) => ({ ...step, parallel: null })),
    };
    expect(said(mergeMacro(mine, theirs))).toEqual([]);
  });
});
