import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { actionTarget, isPerformed } from '#shared/domain/action-target.ts';
import { macroProblems } from '#shared/domain/macro-problems.ts';
import { resolveCommand } from '#shared/domain/resolve-command.ts';
import { intentProblems } from '../hosts/intent-problems.ts';
import { loadDemoShow } from './demo.ts';
import { loadPacks } from './packs.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));

test('every action of every intent for a device resolves to a command for the simulator', async () => {
  const show = await loadDemoShow(resources);
  const packs = (await loadPacks(resources)).flatMap(({ protocols }) => protocols);
  const protocols = new Map(packs.map((each) => [each.protocol_name, each]));
  const devices = new Map(show.devices.map((each) => [each.device_id, each]));
  const used = new Set<string>();
  expect(show.intents.length).toBeGreaterThanOrEqual(14);
  for (const { intent_name, actions } of show.intents)
    for (const { action_type, protocol_name, device_id, variables } of actions) {
      if (isPerformed(action_type)) continue;
      const protocol = protocols.get(protocol_name);
      const device = devices.get(device_id);
      if (!protocol || !device)
        throw new Error(`${intent_name}: ${protocol_name} ${device_id}`);
      const simulated = { host: '127.0.0.1', http: 1, tcp: 2, udp: 3, osc: 4, obs: 5 };
      const resolved = resolveCommand({
        protocol,
        device,
        config: show.config,
        variables,
        simulated,
      });
      if (!resolved.ok) throw new Error(`${intent_name}: ${resolved.fault.message}`);
      expect(resolved.command.port).toBe(simulated[resolved.command.transport]);
      used.add(resolved.command.transport);
    }
  expect([...used].sort()).toEqual(['http', 'osc', 'tcp', 'udp']);
});

test('every camera records and stops by a key of its own, and every intent may be saved as it is', async () => {
  const { intents, layouts } = await loadDemoShow(resources);
  expect(intents.flatMap(intentProblems)).toEqual([]);
  const cameras = intents.filter(({ actions }) =>
    actions.some(({ action_type }) => action_type === 'camera'),
  );
  expect(cameras.map(({ intent_name }) => intent_name)).toEqual(['record_all', 'stop_all']);
  expect(cameras.flatMap(({ actions }) => actions.map(actionTarget))).toEqual([
    'all cameras',
    'all cameras',
  ]);
  const keys = layouts.flatMap(({ pages }) => pages.flatMap(({ keys }) => keys));
  const labels = keys.flatMap((key) =>
    cameras.some(({ intent_name }) => intent_name === key.intent_name) ? key.label : [],
  );
  expect(labels).toEqual(['Record all', 'Stop all']);
});

test('every key stands on the deck once and leads somewhere', async () => {
  const show = await loadDemoShow(resources);
  const intents = new Set(show.intents.map(({ intent_name }) => intent_name));
  const macros = new Set(show.macros.map(({ macro_id }) => macro_id));
  const [device] = show.devices;
  const [layout] = show.layouts;
  if (!device || !layout) throw new Error('no deck');
  expect(layout.device_id).toBe(device.device_id);
  expect(layout.pages.map(({ name }) => name)).toEqual([
    'Show',
    'Lights',
    'Audio',
    'Graphics',
    'Playout',
    'Guests',
  ]);
  expect(device.page_count).toBe(layout.pages.length);
  for (const { page, keys } of layout.pages) {
    const places = keys.map(({ row, col }) => `${row}/${col}`);
    expect(new Set(places).size).toBe(keys.length);
    const hotkeys = keys.flatMap(({ hotkey }) => hotkey ?? []);
    expect(new Set(hotkeys).size).toBe(hotkeys.length);
    for (const key of keys) {
      expect(key.row).toBeLessThan(device.rows);
      expect(key.col).toBeLessThan(device.cols);
      expect(key.label).not.toBe('');
      if (key.intent_name) expect(intents).toContain(key.intent_name);
      if (key.macro_id) expect(macros).toContain(key.macro_id);
    }
    const turns = keys.flatMap(({ go_to_page }) => go_to_page ?? []);
    expect(turns).toEqual([((page + 4) % 6) + 1, (page % 6) + 1]);
  }
  expect(layout.pages[0]?.keys.length).toBeGreaterThanOrEqual(12);
});

test('one key finds no button, and one intent has several actions with a delay', async () => {
  const { config, intents } = await loadDemoShow(resources);
  const guest = intents.find(({ intent_name }) => intent_name === 'cam_3_guest');
  expect(guest?.actions[0]?.variables).toEqual({ page: 1, row: 3, col: 7 });
  const dark = intents.find(({ intent_name }) => intent_name === 'studio_dark');
  expect(dark?.actions.length).toBeGreaterThan(1);
  expect(dark?.actions.some(({ delay_ms }) => delay_ms > 0)).toBe(true);
  expect(config.show_name).toBe('Late Edition');
});

test('its buzzer is at the built-in backend and fires intents that there are', async () => {
  const { hardware, intents } = await loadDemoShow(resources);
  expect(hardware).toMatchObject([{ kind: 'buzzer', simulated: true, enabled: true }]);
  const known = intents.map(({ intent_name }) => intent_name);
  const fired = hardware.flatMap(({ triggers }) =>
    triggers.map(({ intent_name }) => intent_name),
  );
  expect(fired).toEqual(['sting_1', 'sting_2']);
  for (const intent of fired) expect(known).toContain(intent);
});

test('its macro is sound, fires only what there is, and stands on the deck', async () => {
  const { config, intents, layouts, macros } = await loadDemoShow(resources);
  const known = new Set(intents.map(({ intent_name }) => intent_name));
  const [macro] = macros;
  if (!macro) throw new Error('no macro');
  const rules = { maxSteps: config.macro_max_steps, macro: () => null };
  expect(macroProblems(macro, rules)).toEqual([]);
  for (const { intent_name } of [...macro.steps, ...macro.on_abort])
    if (intent_name) expect(known).toContain(intent_name);
  const together = macro.steps.filter(({ parallel }) => parallel);
  expect(together.length).toBeGreaterThan(1);
  expect(macro.steps.some(({ wait_until }) => wait_until)).toBe(true);
  expect(macro.on_abort).not.toEqual([]);
  const keys = layouts.flatMap(({ pages }) => pages.flatMap(({ keys }) => keys));
  expect(keys.filter(({ macro_id }) => macro_id === macro.macro_id)).toHaveLength(1);
});
