import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { systemClock as clock } from '../clock.ts';
import { createLog } from '../log.ts';
import { initialise } from '../show/initialise.ts';
import { createObsSimulator } from '../simulators/obs/obs-simulator.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { createTransports } from '../transports/index.ts';
import { createEngine } from './create-engine.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const PASSWORD = 'correct horse battery';

/** The whole engine, an OBS that asks for a password, and a device that names the secret which holds it. */
const rig = async (secrets: Record<string, string>) => {
  const log = createLog('silent');
  const texts = new Map<string, string>();
  const store = createMemoryStore({ clock, texts });
  const obs = await createObsSimulator({ log, password: PASSWORD });
  await store.put('config', 'bridge', BridgeConfigSchema.parse({ retry_attempts: 1 }));
  await initialise(store, resources);
  await store.put(
    'device',
    'obs_main',
    DeviceSchema.parse({
      device_id: 'obs_main',
      device_type: 'virtual_surface',
      connection_url: `obs://127.0.0.1:${obs.port}`,
      password_name: 'obs_password',
    }),
  );
  const engine = createEngine({
    store,
    transports: createTransports({ clock, log }),
    clock,
    log,
    secrets: {
      reveal: (names) =>
        Object.fromEntries(Object.entries(secrets).filter(([name]) => names.includes(name))),
      redact: (result) => result,
    },
    simulatedTargets: () => Promise.reject(new Error('nothing is simulated here')),
  });
  onTestFinished(async () => {
    await engine.close();
    await store.close();
    await obs.close();
  });
  const run = async (protocol_name: string, variables: object = {}, more: object = {}) => {
    const actions = [{ protocol_name, device_id: 'obs_main', variables }];
    await store.put('intent', 'go', IntentSchema.parse({ intent_name: 'go', actions }));
    return engine.execute({ intent_name: 'go', origin: 'operator', ...more });
  };
  return { engine, store, texts, obs, run };
};

test('an intent is done by OBS; the password is used and shown nowhere', async () => {
  const { engine, texts, obs, run } = await rig({ obs_password: PASSWORD });
  const dry = await run('obs_program', { scene: 'Slides' }, { dry_run: true });
  expect(dry.trace[0]?.command).toMatchObject({ transport: 'obs', signs_in: true });
  expect(obs.sessions).toBe(0);

  const done = await run('obs_program', { scene: 'Slides' });
  expect(done).toMatchObject({
    outcome: 'ok',
    trace: [
      {
        command: {
          transport: 'obs',
          host: '127.0.0.1',
          port: obs.port,
          signs_in: true,
          request_type: 'SetCurrentProgramScene',
          request_data: '{"sceneName":"Slides"}',
        },
        reply: { status: 100 },
      },
    ],
  });
  expect(obs.model.program).toBe('Slides');
  expect(JSON.stringify([dry, done, ...texts.values()])).not.toContain(PASSWORD);
  await vi.waitFor(() =>
    expect(engine.deviceHealth('obs_main')).toMatchObject({ state: 'answering' }),
  );
});

test('what OBS refuses is a failure in its words, and OBS counts as answering', async () => {
  const { engine, run } = await rig({ obs_password: PASSWORD });
  expect(await run('obs_volume', { input: 'Mic', db: 'loud' })).toMatchObject({
    outcome: 'failed',
    attempts: 1,
    error: {
      error_type: 'protocol_error',
      message: expect.stringContaining('a field has the wrong type (401)'),
      details: { short: 'a field has the wrong type' },
    },
  });
  await vi.waitFor(() =>
    expect(engine.deviceHealth('obs_main')).toMatchObject({ state: 'answering' }),
  );
});

test.each([
  ['a wrong password', { obs_password: 'guessed' }, 'did not accept the password'],
  ['a secret that is not here', {}, 'Secrets that are not here: obs_password'],
])('%s is said, and nothing is done', async (_what, secrets: Record<string, string>, words) => {
  const { obs, run } = await rig(secrets);
  expect(await run('obs_stream_start')).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining(words) },
  });
  expect(obs.received).toEqual([]);
});

test('a protocol of a transport that this version does not know harms nothing else', async () => {
  const { store, texts, run } = await rig({ obs_password: PASSWORD });
  texts.set(
    'mcr:protocol:companion:lights',
    JSON.stringify({ protocol_name: 'lights', protocol_type: 'artnet', template: '1/255' }),
  );
  const unknown = await run('lights');
  expect(unknown).toMatchObject({
    outcome: 'failed',
    error: {
      error_type: 'state_corruption',
      message: expect.stringContaining('protocol_type'),
    },
  });
  expect(await run('obs_stream_start')).toMatchObject({ outcome: 'ok' });
  expect((await store.list('protocol')).map((each) => each.protocol_name)).toContain('press');
});
