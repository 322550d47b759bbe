import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectClient } from './client-fixture.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const LineSchema = z.object({ token: z.string(), grpc_port: z.int() });

/** The system's own first: a Python of one's own has not what the system's package brings. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import grpc, google.protobuf']).status === 0,
);

let dir = '';
let port = 0;
let token = '';
let stop = async (): Promise<unknown> => undefined;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mcr-python-'));
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'src/main/headless.ts'),
      '--json',
      '--demo',
      '--port=0',
      '--grpc-port=0',
      `--data=${dir}`,
      '--log-level=warn',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  stop = async () => {
    child.kill('SIGTERM');
    return (await ended)[0];
  };
  const line = once(createInterface(child.stdout), 'line');
  const [text]: unknown[] = await Promise.race([line, ended]);
  ({ token, grpc_port: port } = LineSchema.parse(JSON.parse(String(text))));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('gRPC of the headless host', () => {
  it.skipIf(!python)(
    'serves the Python client (skipped where Python has no grpc)',
    { timeout: 90_000 },
    () => {
      const { status, stderr } = spawnSync(
        python ?? '',
        ['-B', join(ROOT, 'clients/python/tests/test_client.py')],
        {
          encoding: 'utf8',
          timeout: 80_000,
          env: {
            ...process.env,
            MCR_BRIDGE_TARGET: `127.0.0.1:${port}`,
            MCR_BRIDGE_TOKEN: token,
            MCR_BRIDGE_INTENT: 'auto_mix',
          },
        },
      );
      expect(stderr).toMatch(/Ran [1-9]\d* tests/);
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  it('executes in the name of an agent, and ends while a stream is open', async () => {
    const client = await connectClient(`127.0.0.1:${port}`, { token, agent: 'cam' });
    const session_id = 'room';
    const value = { int_value: 7 };
    const made = { session_id, name: 'n', type: 'INTEGER', value };
    expect(await client.ask('VariableService/Register', made)).toMatchObject({ ok: true });
    expect(
      await client.ask('ExecutionService/ExecuteIntent', { name: 'auto_mix', session_id }),
    ).toMatchObject({ value: { name: 'auto_mix', origin: 'agent:cam', success: true } });
    // A stream that is open does not keep the host from its end.
    const stream = client.watch('VariableService/Watch', { session_id });
    await once(stream, 'data');
    const over = once(stream, 'error');
    const from = performance.now();
    expect(await stop()).toBe(0);
    expect(performance.now() - from).toBeLessThan(5_000);
    expect((await over)[0]).toMatchObject({ details: 'The app is closing.' });
    client.close();
  });
});
