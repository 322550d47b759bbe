import { afterEach, beforeEach, expect, test } from 'vitest';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { changeStep, insertStep } from './draft-edits.ts';
import { forgetHistory, holdHistory, letHistoryGo } from './draft-history.ts';
import {
  draftNow,
  dropChanges,
  dropDraft,
  editDraft,
  keepDraft,
  stepDraft,
  useDrafts,
} from './draft-store.ts';
import { draftOf, newMacro, newStep } from './draft.ts';

const macro = MacroSchema.parse({
  macro_id: 'open',
  macro_name: 'Open',
  steps: [{ step_number: 1, intent_name: 'cut' }],
});
const kept = () => Object.keys(useDrafts.getState().byMacro);
const stands = (open: Macro, revision: string): void =>
  useMirror.setState({ macros: { open }, revisions: { 'macro:open': revision } });
const rename = (macro_name: string): void =>
  editDraft('open', (draft) => ({ ...draft, macro_name }));
const nameNow = () => draftNow('open')?.macro_name;

beforeEach(() => stands(macro, 'r1'));
afterEach(() => {
  for (const id of kept()) dropDraft(id);
  forgetHistory('open');
});

test('changes are kept until they are taken back, by hand or by typing what was there', () => {
  rename('Open wide');
  keepDraft('macro_1', newMacro('macro_1'));
  expect(kept()).toEqual(['open', 'macro_1']);
  rename('Open ');
  expect(kept()).toEqual(['macro_1']);
  dropDraft('macro_1');
  expect(kept()).toEqual([]);
});

test('text that is no JSON is a change, though it could not be stored', () => {
  keepDraft('open', { ...draftOf(macro, 'r1'), variables: '{' });
  expect(kept()).toEqual(['open']);
});

test('a draft keeps the revision that it began from, and is no less a draft when that is outrun', () => {
  rename('Mine');
  stands({ ...macro, macro_name: 'Theirs' }, 'r2');
  expect(draftNow('open')).toMatchObject({ macro_name: 'Mine', revision: 'r1' });
  rename('Open');
  expect(kept()).toEqual(['open']);
});

test('changes are taken back and made again one by one; typing on in one field is one of them', () => {
  rename('O');
  rename('Op');
  editDraft('open', (draft) => insertStep(draft, { list: 'steps', index: 0 }, newStep()));
  const place = { list: 'steps', index: 1 } as const;
  editDraft('open', (draft) => changeStep(draft, place, { intent_name: 'd' }));
  editDraft('open', (draft) => changeStep(draft, place, { intent_name: 'dark' }));
  stepDraft('open', 'undo');
  expect(draftNow('open')?.steps[1]?.intent_name).toBe('');
  stepDraft('open', 'undo');
  expect(draftNow('open')?.steps).toHaveLength(1);
  stepDraft('open', 'undo');
  expect(nameNow()).toBe('Open');
  expect(kept()).toEqual([]);
  stepDraft('open', 'undo');
  for (let i = 0; i < 3; i += 1) stepDraft('open', 'redo');
  expect(draftNow('open')?.steps[1]?.intent_name).toBe('dark');
  stepDraft('open', 'redo');
  expect(nameNow()).toBe('Op');
});

test('dropping changes can be taken back', () => {
  rename('Mine');
  dropChanges('open');
  expect(kept()).toEqual([]);
  stepDraft('open', 'undo');
  expect(nameNow()).toBe('Mine');
});

test('what began from a revision that does not stand any more is not brought back', () => {
  rename('Mine');
  dropChanges('open');
  stands({ ...macro, macro_name: 'Theirs' }, 'r2');
  stepDraft('open', 'undo');
  expect(nameNow()).toBe('Theirs');
});

test('changes that belong together are taken back as one', () => {
  const before = draftOf(macro, 'r1');
  holdHistory('open', before);
  rename('A');
  editDraft('open', (draft) => insertStep(draft, { list: 'steps', index: 0 }, newStep()));
  stepDraft('open', 'undo');
  expect(nameNow()).toBe('A');
  letHistoryGo('open');
  stepDraft('open', 'undo');
  expect(kept()).toEqual([]);
  stepDraft('open', 'redo');
  expect(draftNow('open')?.steps).toHaveLength(2);
});
