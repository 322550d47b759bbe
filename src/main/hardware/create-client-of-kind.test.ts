import { expect, onTestFinished, test } from 'vitest';
import { HardwareClientSettingsSchema } from '#shared/contract/hardware-clients.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { OscTransport } from '../transports/osc/index.ts';
import { createClientOfKind } from './create-client-of-kind.ts';
import { at, opened, simulateBackend } from './hardware-fixture.ts';

const log = createLog('silent');

test.each([
  ['buzzer', {}, 'buzzer'],
  ['osc_bridge', { mapping_file: '/nowhere/mapping.yaml' }, 'osc'],
  ['generic', { client_type: 'scoreboard' }, 'scoreboard'],
])('a %s is made from what a form fills in', async (kind, more, client_type) => {
  const backend = await simulateBackend();
  const settings = HardwareClientSettingsSchema.parse({
    kind,
    host: at(backend),
    game_id: 1,
    client_id: 'main',
    ...more,
  });
  const osc = new OscTransport({ clock: systemClock, log });
  const client = createClientOfKind(settings, { log, osc });
  onTestFinished(async () => {
    await client.stop();
    await osc.close();
  });
  await opened(client);
  expect(backend.clients).toMatchObject([{ client_type, client_id: 'main' }]);
});

test.each([
  ['no kind', {}, 'kind'],
  ['an unknown kind', { kind: 'midi' }, 'kind'],
  ['a bridge without a mapping', { kind: 'osc_bridge' }, 'mapping_file'],
  [
    'a mapping that is no YAML file',
    { kind: 'osc_bridge', mapping_file: '/etc/passwd' },
    'mapping_file',
  ],
  ['a generic client of no type', { kind: 'generic' }, 'client_type'],
  [
    'one pin for two',
    {
      kind: 'buzzer',
      gpio: {
        pins: [
          { pin: 1, buzzer_id: 'a' },
          { pin: 1, buzzer_id: 'b' },
        ],
      },
    },
    'gpio.pins',
  ],
])('%s is named by its field', (_what, change, path) => {
  const settings = { host: 'a:1', game_id: 1, client_id: 'x', ...change };
  const issues = HardwareClientSettingsSchema.safeParse(settings).error?.issues;
  expect(issues?.map((issue) => issue.path.join('.'))).toEqual([path]);
});
