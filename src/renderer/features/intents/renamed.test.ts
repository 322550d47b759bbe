import { expect, test } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { layoutRenamed, macroRenamed, renameProblem } from './renamed.ts';

test('macros and keys follow, and those that do not fire it stay', () => {
  const macro = MacroSchema.parse({
    macro_id: 'show',
    macro_name: 'Show',
    steps: [
      { step_number: 1, intent_name: 'cut' },
      { step_number: 2, intent_name: 'dark', fallback_intent: 'cut' },
    ],
    on_abort: [{ step_number: 1, intent_name: 'cut' }],
  });
  expect(macroRenamed(macro, 'cut', 'take')).toMatchObject({
    steps: [{ intent_name: 'take' }, { intent_name: 'dark', fallback_intent: 'take' }],
    on_abort: [{ intent_name: 'take' }],
  });
  expect(macroRenamed(macro, 'wide', 'take')).toBeNull();
  const layout = LayoutSchema.parse({
    device_id: 'main',
    pages: [{ page: 1, keys: [{ row: 0, col: 0, intent_name: 'cut', label: 'Cut' }] }],
  });
  expect(layoutRenamed(layout, 'cut', 'take')?.pages[0]?.keys[0]).toMatchObject({
    intent_name: 'take',
    label: 'Cut',
  });
  expect(layoutRenamed(layout, 'wide', 'take')).toBeNull();
});

test('a name that is taken, or is none, is refused', () => {
  const intents = { dark: IntentSchema.parse({ intent_name: 'dark', actions: [] }) };
  expect(renameProblem('cut', 'dark', intents)).toContain('another intent');
  expect(renameProblem('cut', 'a b', intents)).toContain('no spaces');
  expect(renameProblem('cut', 'take', intents)).toBeNull();
});
