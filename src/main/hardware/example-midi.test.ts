import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { at, receivedBy, simulateBackend } from './hardware-fixture.ts';
import { readMapping } from './osc-bridge/read-mapping.ts';

/** The template runs as a program of its own, as its reader would run it. */
const midiClient = (host: string) => {
  const file = fileURLToPath(new URL('../../../examples/hardware-midi.ts', import.meta.url));
  const child = spawn(process.execPath, [file, host, '7'], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = Buffer.alloc(0);
  child.stdout.on('data', (chunk) => {
    said = Buffer.concat([said, chunk]);
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += String(chunk);
  });
  return { child, said: () => said, complaints: () => complaints };
};

// Windows has no SIGTERM that a program could hear.
const endsWell = async (child: ChildProcess): Promise<void> => {
  if (process.platform === 'win32') return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
};

test('the MIDI client of the tutorial', { timeout: 20_000 }, async () => {
  const backend = await simulateBackend();
  const connected = once(backend.events, 'connected', { signal: AbortSignal.timeout(15_000) });
  const { child, said, complaints } = midiClient(at(backend));
  expect(await connected).toMatchObject([{ client_type: 'midi', client_id: 'pads' }]);
  const pressed = receivedBy(backend, 'pad_pressed');
  child.stdin.write(Uint8Array.of(0x90, 60, 100));
  expect(await pressed).toEqual({ type: 'pad_pressed', note: 60, velocity: 100 });
  backend.say({ type: 'pad_light', note: 60, on: 'yes' });
  backend.say({ type: 'pad_light', note: 61, on: true });
  await vi.waitFor(() => expect([...said()]).toEqual([0x90, 61, 127]), 5000);
  await vi.waitFor(() => expect(complaints()).toContain('pad_light'), 5000);
  await endsWell(child);
});

test('the mapping file of the examples has no faults', async () => {
  const file = new URL('../../../examples/osc-bridge.yaml', import.meta.url);
  expect(readMapping(await readFile(file, 'utf8'))).toMatchObject({
    mapping: { to_osc: [{}, {}], to_websocket: [{}, {}] },
  });
});
