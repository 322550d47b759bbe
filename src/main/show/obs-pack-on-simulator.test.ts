import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { resolveCommand } from '#shared/domain/resolve-command.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { createObsSimulator } from '../simulators/obs/obs-simulator.ts';
import { ObsTransport } from '../transports/obs/index.ts';
import { sendOptions } from '../transports/transport-conformance.ts';
import { loadPacks } from './packs.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const log = createLog('silent');

test('every request of the OBS pack is done on the simulator, and does what its name says', async () => {
  const simulator = await createObsSimulator({ log });
  const transport = new ObsTransport({ clock: systemClock, log });
  onTestFinished(async () => {
    await transport.close();
    await simulator.close();
  });
  const packs = await loadPacks(resources);
  const protocols = packs.find(({ pack }) => pack === 'obs')?.protocols ?? [];
  expect(protocols.length).toBeGreaterThan(20);
  const device = DeviceSchema.parse({
    device_id: 'obs',
    device_type: 'virtual_surface',
    metadata: { simulated: true },
  });
  const { model } = simulator;
  const send = async (name: string): Promise<void> => {
    const protocol = protocols.find(({ protocol_name }) => protocol_name === name);
    if (!protocol) throw new Error(`no ${name}`);
    const resolved = resolveCommand({
      protocol,
      device,
      config: BridgeConfigSchema.parse({}),
      variables: protocol.samples ?? {},
      simulated: { host: '127.0.0.1', http: 0, tcp: 0, udp: 0, osc: 0, obs: simulator.port },
    });
    if (!resolved.ok) throw new Error(resolved.fault.message);
    const { command } = resolved;
    if (command.transport !== 'obs') throw new Error(`${name} goes by ${command.transport}`);
    const result = await transport.send(command, sendOptions());
    expect([name, result.outcome, result.reply?.text]).toEqual([
      name,
      'ok',
      expect.any(String),
    ]);
  };
  for (const { protocol_name } of protocols) {
    // For those that need it running: pause, resume, save.
    if (!/_(start|stop|toggle)$/.test(protocol_name))
      Object.assign(model.running, { record: true, replayBuffer: true });
    await send(protocol_name);
  }
  // What came last of each pair.
  expect(model).toMatchObject({
    program: 'Wide',
    transition: 'Fade',
    studioMode: true,
    paused: false,
    savedReplays: 1,
  });
  expect(model.running).toMatchObject({ stream: true, record: false, virtualCam: false });
  expect(model.inputs.get('Mic')).toMatchObject({
    muted: false,
    volumeDb: -6,
    settings: { text: 'Ada Lovelace' },
  });
  expect(model.hotkeys.get('OBSBasic.Screenshot')).toBe(1);
});
