import { expect, test } from 'vitest';
import { renameProblem } from './rename-problem.ts';

const intent = {
  what: 'intent',
  word: 'name',
  from: 'cut',
  isTaken: (name: string) => name === 'dark',
} as const;

test.each([
  ['cut', 'already'],
  ['dark', 'another intent of that name'],
  ['a b', 'no spaces'],
  ['', '1 to 128'],
])('“%s” is refused', (to, why) => {
  expect(renameProblem(intent, to)).toContain(why);
});

test('another name is taken', () => {
  expect(renameProblem(intent, 'take')).toBeNull();
});
