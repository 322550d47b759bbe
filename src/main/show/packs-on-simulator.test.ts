import { fileURLToPath } from 'node:url';
import osc from 'osc/src/osc.js';
import { expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import type { Command } from '#shared/domain/command.ts';
import { resolveCommand } from '#shared/domain/resolve-command.ts';
import {
  connectLines,
  openDatagrams,
  soon,
  startSimulator,
} from '../simulators/companion/simulator-fixture.ts';
import { loadPacks } from './packs.ts';

const SAMPLES = {
  step: 2,
  text: 'Grüße & "more"',
  color: '#102030',
  name: 'test',
  value: 'a b',
  surface_id: 'emulator',
};

const companionProtocols = async (): Promise<Protocol[]> => {
  const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
  const packs = await loadPacks(resources);
  return packs.find(({ pack }) => pack === 'companion')?.protocols ?? [];
};

test('every command of the Companion pack does on the simulator what its name says', async () => {
  const simulator = await startSimulator();
  const tcp = await connectLines(simulator.ports.tcp);
  const udp = openDatagrams(simulator.ports.udp);
  const oscClient = openDatagrams(simulator.ports.osc);
  const send = async (command: Command): Promise<void> => {
    switch (command.transport) {
      case 'http': {
        const { method, path, headers, host, port } = command;
        const response = await fetch(`http://${host}:${port}${path}`, { method, headers });
        expect(response.status).toBe(200);
        return;
      }
      case 'tcp': {
        tcp.send(command.payload);
        let reply = await tcp.line();
        while (reply.startsWith('{')) reply = await tcp.line();
        expect(reply).toMatch(/^\+OK/);
        return;
      }
      case 'udp':
        return udp.send(command.payload);
      case 'obs':
        throw new Error('Companion is asked nothing by OBS’s protocol');
      case 'osc':
        return oscClient.send(osc.writeMessage(command, { metadata: true }));
    }
  };
  const protocols = await companionProtocols();
  expect(protocols.length).toBeGreaterThan(40);
  for (const [index, protocol] of protocols.entries()) {
    // A button each, so that none finds what another has left.
    const place = {
      page: 1 + Math.floor(index / 28),
      row: Math.floor(index / 7) % 4,
      col: index % 7,
    };
    simulator.clearReceived();
    const resolved = resolveCommand({
      protocol,
      device: DeviceSchema.parse({
        device_id: 'sim',
        device_type: 'streamdeck_xl',
        metadata: { simulated: true },
      }),
      config: BridgeConfigSchema.parse({}),
      variables: { ...SAMPLES, ...place },
      simulated: { ...simulator.ports, obs: 0 },
    });
    if (!resolved.ok) throw new Error(resolved.fault.message);
    await send(resolved.command);
    const [, service = '', form = ''] =
      /^companion_(\w+?)_(.+)$/.exec(protocol.protocol_name) ?? [];
    const received = await simulator.waitFor(() => true, soon());
    const action = {
      text: 'style',
      color: 'style',
      bgcolor: 'style',
      variable: 'custom-variable',
      page: 'page-set',
    }[form];
    expect(received).toMatchObject({ service, action: action ?? form.replace('_', '-') });
    // Nothing was down that an up could let go.
    expect([form, received.ran]).toEqual([form, form !== 'up']);
    const { style } = simulator.button(place) ?? {};
    if (form === 'text') expect(style).toEqual({ text: SAMPLES.text });
    if (form === 'color') expect(style).toEqual({ color: 0x102030 });
    if (form === 'bgcolor') expect(style).toEqual({ bgcolor: 0x102030 });
  }
  expect(simulator.variables.get('test')).toBe('a b');
});
