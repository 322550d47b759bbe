import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { startTestHost, TOKEN } from './hosts/web/web-host-fixture.ts';
import { connectClient } from './hosts/grpc/client-fixture.ts';
import { readToken } from './hosts/web/token.ts';
import { createLog } from './log.ts';
import { configuredGrpc, serveConfiguredGrpc } from './serve-grpc.ts';

const log = createLog('silent');
const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

it('the desktop app serves gRPC only where the config says so', async () => {
  await using host = await startTestHost();
  expect(await configuredGrpc(host.store)).toBeNull();
  const put = async (grpc: object) => {
    const answer = await host.api('/api/config', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...BridgeConfigSchema.parse({}), grpc }),
    });
    expect(answer.status).toBe(200);
  };
  await put({ enabled: true, cert: 'c.pem', key: 'k.pem' });
  expect(await configuredGrpc(host.store)).toEqual({
    host: '127.0.0.1',
    port: 50_051,
    tls: { cert: 'c.pem', key: 'k.pem', clientCa: null },
  });
  // A certificate that is not there: the app runs all the same.
  const { dataDir } = host;
  expect(await serveConfiguredGrpc(host, { dataDir, resourcesDir, log })).toBeNull();
  await put({ enabled: true, port: await freePort() });
  const grpc = await serveConfiguredGrpc(host, { dataDir, resourcesDir, log });
  if (!grpc) throw new Error('not served');
  const wrong = await connectClient(grpc.address, { token: TOKEN });
  const client = await connectClient(grpc.address, { token: await readToken(dataDir) });
  expect(await wrong.ask('ExecutionService/ListIntents')).toMatchObject({ ok: false });
  expect(await client.ask('ExecutionService/ListIntents')).toMatchObject({ ok: true });
  wrong.close();
  client.close();
  await grpc.close();
});
