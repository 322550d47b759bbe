import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pressAt } from '../../engine/engine-fixture.ts';
import { openUdpPeer, refusedPort } from '../../transports/peer-double.ts';
import { receivedBy } from '../hardware-fixture.ts';
import { DESK, studio } from './studio-fixture.ts';

const QUIZ = {
  kind: 'buzzer',
  client_type: 'buzzer',
  grace_ms: 50,
  triggers: [
    {
      message_type: 'buzzer_pressed',
      direction: 'out',
      match: { buzzerId: 'red' },
      intent_name: 'red',
      context: { text: { field: 'buzzerId' } },
    },
  ],
};

test('a press of a buzzer leaves for the backend, and fires what it is mapped to', async () => {
  const room = await studio();
  await room.intent('red', pressAt(1, 0, 3));
  await room.open(QUIZ);
  const slot = room.runtime.get(DESK);
  expect(slot?.press({ buzzer_id: 'red' })).toEqual({ counted: false, refusal: 'early' });
  room.backend.say({ type: 'toggle_buzzers', enabled: true });
  await expect.poll(() => slot?.listing().buzzers_enabled).toBe(true);
  const left = receivedBy(room.backend, 'buzzer_pressed');
  // The early press counts as an edge of its contact: this one is another buzzer's.
  expect(slot?.press({ buzzer_id: 'blue', source: 'keyboard', age_ms: 3 })).toEqual({
    counted: true,
    refusal: null,
  });
  expect(await left).toMatchObject({ buzzerId: 'blue', source: 'keyboard', client_id: DESK });
  const red = receivedBy(room.backend, 'buzzer_pressed');
  await expect.poll(() => slot?.press({ buzzer_id: 'red' }).counted).toBe(true);
  await red;
  await room.arrived(1);
  await expect
    .poll(() => room.engine.executions(5))
    .toMatchObject([{ origin: 'hardware:desk%2F1%26a', intent_name: 'red', outcome: 'ok' }]);
  await expect.poll(() => slot?.listing().round?.state).toBe('final');
  expect(slot?.listing()).toMatchObject({
    triggered: 1,
    presses: 2,
    presses_refused: { early: 1 },
    gpio: { state: 'absent' },
    osc: null,
  });
  const order = slot?.listing().round?.order.map(({ buzzer_id }) => buzzer_id);
  expect(order?.sort()).toEqual(['blue', 'red']);
});

test('a press while the backend is away fires nothing, now or later', async () => {
  const room = await studio();
  await room.intent('red', pressAt(1, 0, 3));
  await room.open(QUIZ);
  room.backend.say({ type: 'toggle_buzzers', enabled: true });
  await expect.poll(() => room.runtime.get(DESK)?.listing().buzzers_enabled).toBe(true);
  await room.backend.setFault('refuse');
  await expect.poll(() => room.state()).not.toBe('open');
  expect(room.runtime.get(DESK)?.press({ buzzer_id: 'red' })).toEqual({
    counted: false,
    refusal: 'offline',
  });
  await room.backend.setFault(null);
  await expect.poll(() => room.state()).toBe('open');
  room.backend.say({ type: 'mark' });
  await expect.poll(() => room.runtime.get(DESK)?.listing().messages_in).toBeGreaterThan(1);
  expect(room.backend.received.filter(({ message }) => message?.['type'] !== 'pong')).toEqual(
    [],
  );
  expect(await room.engine.executions(5)).toEqual([]);
});

test('an OSC bridge carries messages by its file, and says what is wrong with it', async () => {
  const room = await studio();
  const device = await openUdpPeer();
  const folder = await mkdtemp(join(tmpdir(), 'osc-slot-'));
  onTestFinished(async () => {
    await device.close();
    await rm(folder, { recursive: true });
  });
  const mapping_file = join(folder, 'mapping.yaml');
  await writeFile(mapping_file, 'to_osc: [ { when: { type: fader } } ]\n');
  await room.open({ kind: 'osc_bridge', mapping_file });
  const osc = () => room.runtime.get(DESK)?.listing().osc;
  await expect.poll(osc).toMatchObject({ mapping: { faults: [{ line: 1 }] } });
  const port = await refusedPort();
  await writeFile(
    mapping_file,
    `
osc: { receive: { port: ${port} }, send: { port: ${device.port} } }
to_osc: [ { when: { type: fader }, send: { address: "/fader", args: [{ type: f, field: v }] } } ]
`,
  );
  await expect
    .poll(osc, { timeout: 5000 })
    .toMatchObject({ mapping: { faults: [], to_osc: 1 } });
  room.backend.say({ type: 'fader', v: 0.5 });
  await expect.poll(osc).toMatchObject({ osc_out: 1 });
});
