import { expect, test } from 'vitest';
import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { intentRows, matchingRows, usageIndex, usageNames, usageWords } from './intent-rows.ts';

const intent = (intent_name: string, description = '') =>
  IntentSchema.parse({ intent_name, description, actions: [] });
const intents = { cut: intent('cut', 'To air'), dark: intent('dark'), open: intent('open') };
const layouts = {
  main: LayoutSchema.parse({
    device_id: 'main',
    pages: [{ page: 1, keys: [{ row: 0, col: 2, intent_name: 'cut' }] }],
  }),
};
const macros = {
  show: MacroSchema.parse({
    macro_id: 'show',
    macro_name: 'Show',
    steps: [
      { step_number: 1, intent_name: 'cut' },
      { step_number: 2, intent_name: 'cut', fallback_intent: 'dark' },
    ],
  }),
};
const clients = {
  desk: HardwareClientSchema.parse({
    kind: 'generic',
    client_id: 'desk',
    client_type: 'desk',
    host: 'quiz:8000',
    game_id: 1,
    triggers: [
      { message_type: 'a', intent_name: 'dark' },
      { message_type: 'b', intent_name: 'dark' },
      { message_type: 'c', macro_id: 'show' },
    ],
  }),
};
const rows = intentRows(intents, usageIndex(layouts, macros, clients));
const names = (search: string, filter: 'all' | 'unused' = 'all') =>
  matchingRows(rows, search, filter, () => undefined).map(({ name }) => name);

test('who uses an intent', () => {
  const [cut, dark] = rows;
  expect(dark && usageWords(dark.usage)).toBe('1 macro, 1 client');
  expect(dark && usageNames(dark.usage)).toEqual(['macro show', 'hardware client desk']);
  expect(cut && usageWords(cut.usage)).toBe('1 key, 1 macro');
  expect(cut && usageNames(cut.usage)).toEqual(['key main 1/0/2', 'macro show']);
});

test('search and filter', () => {
  expect(names('')).toEqual(['cut', 'dark', 'open']);
  expect(names('air CU')).toEqual(['cut']);
  expect(names('', 'unused')).toEqual(['open']);
});
