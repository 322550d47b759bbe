import { expect, test } from 'vitest';
import {
  copyAfter,
  firstStep,
  restated,
  stepBack,
  stepForth,
  stepped,
} from './form-history.ts';

const blank = { name: '', actions: [{ of: 'a' }, { of: 'b' }], note: { text: 'x' } };
const field = {};

test('a copy shares what is the same, and is the same where all is', () => {
  const now = { ...structuredClone(blank), name: 'cut' };
  const copy = copyAfter(blank, now);
  expect(copy).toEqual(now);
  expect(copy.actions).toBe(blank.actions);
  expect(copyAfter(blank, structuredClone(blank))).toBe(blank);
  expect(copyAfter<object>({ a: 1 }, { a: 1, b: undefined })).toEqual({ a: 1 });
  expect(copyAfter<unknown>([], {})).toEqual({});
});

test('it is not touched by what becomes of the values later', () => {
  const values = structuredClone(blank);
  const steps = stepped(firstStep(blank), Object.assign(values, { name: 'cut' }), null);
  values.actions.pop();
  expect(steps.present).toMatchObject({ name: 'cut', actions: [{}, {}] });
});

test('letters in one field are one step; another field or a rest is another', () => {
  const typed = ['c', 'cu', 'cut'].reduce(
    (steps, name) => stepped(steps, { ...blank, name }, field),
    firstStep(blank),
  );
  expect(typed.past).toEqual([blank]);
  const other = stepped(typed, { ...blank, name: 'cut', note: { text: 'y' } }, {});
  expect(other.past).toHaveLength(2);
  const dragged = stepped(typed, { ...blank, name: 'cut', actions: [] }, null);
  expect(stepped(dragged, { ...blank, name: 'cut' }, null).past).toHaveLength(3);
});

test('back and forth, and a change forgets what was ahead', () => {
  const one = stepped(firstStep(blank), { ...blank, name: 'a' }, field);
  const back = stepBack(one);
  expect(back.present).toBe(blank);
  expect(stepBack(back).present).toBe(blank);
  expect(stepForth(back).present.name).toBe('a');
  expect(stepForth(stepForth(back)).present.name).toBe('a');
  // Typed in the same field: what was undone is not glued to it.
  const again = stepped(back, { ...blank, name: 'b' }, field);
  expect(again).toMatchObject({ past: [blank], future: [] });
});

test('what was saved comes back in another form, and that is no step', () => {
  const one = stepped(firstStep(blank), { ...blank, name: 'a ' }, field);
  const saved = restated(one, { ...blank, name: 'a' });
  expect(saved.past).toHaveLength(1);
  expect(stepBack(saved).present.name).toBe('');
});

test('steps have a bound', () => {
  let steps = firstStep(blank);
  for (let at = 0; at < 500; at += 1)
    steps = stepped(steps, { ...blank, name: String(at) }, null);
  expect(steps.past).toHaveLength(200);
});
