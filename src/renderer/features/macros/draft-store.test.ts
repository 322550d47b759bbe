import { afterEach, expect, test } from 'vitest';
import { MacroSchema } from '#shared/contract/macro.ts';
import { dropDraft, keepDraft, useDrafts } from './draft-store.ts';
import { draftOf, newMacro } from './draft.ts';

const stored = MacroSchema.parse({
  macro_id: 'open',
  macro_name: 'Open',
  steps: [{ step_number: 1, intent_name: 'cut' }],
});
const kept = () => Object.keys(useDrafts.getState().byMacro);

afterEach(() => {
  for (const id of kept()) dropDraft(id);
});

test('changes are kept until they are taken back, by hand or by typing what was there', () => {
  const changed = { ...draftOf(stored), macro_name: 'Open wide' };
  keepDraft('open', changed, stored);
  keepDraft('macro_1', newMacro('macro_1'), undefined);
  expect(kept()).toEqual(['open', 'macro_1']);
  keepDraft('open', { ...changed, macro_name: 'Open ' }, stored);
  expect(kept()).toEqual(['macro_1']);
  dropDraft('macro_1');
  expect(kept()).toEqual([]);
});

test('text that is no JSON is a change, though it could not be stored', () => {
  keepDraft('open', { ...draftOf(stored), variables: '{' }, stored);
  expect(kept()).toEqual(['open']);
});

test('what is as it was, but of an older macro than the stored one, is kept for the person to decide', () => {
  const later = { ...stored, macro_name: 'Theirs' };
  keepDraft('open', draftOf(stored), later);
  expect(kept()).toEqual(['open']);
});
