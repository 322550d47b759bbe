import { expect, test } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { renameProblem } from './rename-problem.ts';

test('a name that is taken, or is none, is refused', () => {
  const intents = { dark: IntentSchema.parse({ intent_name: 'dark', actions: [] }) };
  expect(renameProblem('cut', 'cut', intents)).toContain('already');
  expect(renameProblem('cut', 'dark', intents)).toContain('another intent');
  expect(renameProblem('cut', 'a b', intents)).toContain('no spaces');
  expect(renameProblem('cut', 'take', intents)).toBeNull();
});
