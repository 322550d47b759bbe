import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClient } from './client-fixture.ts';
import { createGrpcHost } from './create-grpc-host.ts';
import { startGrpcTestHost } from './grpc-host-fixture.ts';

const session_id = 's';

describe('access to gRPC', () => {
  it('needs the token, and an agent a proper name', async () => {
    await using host = await startGrpcTestHost();
    const none = await connectClient(host.grpc.address);
    const wrong = await host.connect({ token: 'wrong' });
    for (const client of [none, wrong]) {
      expect(await client.ask('ExecutionService/ListIntents')).toMatchObject({
        code: status.UNAUTHENTICATED,
        fault: { error_type: 'refused', details: { reason: 'no_token' } },
      });
      const [error]: unknown[] = await once(client.watch('ExecutionService/Watch'), 'error');
      expect(error).toMatchObject({ code: status.UNAUTHENTICATED });
    }
    none.close();
    expect(host.engine.asked).toEqual([]);
    expect(host.grpc.watching).toBe(0);
    const badName = await host.connect({ agent: 'no name' });
    expect(await badName.ask('ExecutionService/ListIntents')).toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it('is not needed to ask whether the app lives', async () => {
    await using host = await startGrpcTestHost();
    const { client } = await host.connect({ token: 'wrong' });
    const check = service['Check'];
    if (!check) throw new Error('no health');
    const answer = await new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        check.path,
        check.requestSerialize,
        check.responseDeserialize,
        { service: 'mcr.bridge.v1.VariableService' },
        (error, value) => (error ? reject(error) : resolve(value)),
      );
    });
    expect(answer).toMatchObject({ status: 'SERVING' });
  });
});

describe('gRPC', () => {
  it('says of a message over the limit that it is, and the connection stays', async () => {
    await using host = await startGrpcTestHost();
    const register = (length: number) => {
      const value = { string_value: 'x'.repeat(length) };
      const request = { session_id, name: 'a', type: 'STRING', value };
      return host.client.ask('VariableService/Register', request);
    };
    // In the words of the library alone: it reads no more of it.
    expect(await register(17_000_000)).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringContaining('16777216'),
    });
    expect(await register(6_100_000)).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringMatching(/takes 61000\d\d bytes; 6048576 is the most/),
      fault: {
        error_type: 'validation_error',
        hint: expect.any(String),
        details: { most_bytes: 6_048_576 },
      },
    });
    expect(await register(5_000_001)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('5000001 bytes; 5000000 is the most'),
    });
    expect(await register(5_000_000)).toMatchObject({ ok: true });
    const watch = host.client.watch('VariableService/Watch', {
      session_id: 'x'.repeat(6_100_000),
    });
    const [error]: unknown[] = await once(watch, 'error');
    expect(error).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    // Tens of megabytes take their time on a busy machine.
  }, 20_000);

  it('ends its streams when it closes, and lets calls finish', async () => {
    await using host = await startGrpcTestHost();
    const stream = host.client.watch('MasterStateService/Watch', { session_id });
    await once(stream, 'data');
    const going = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    host.engine.work = async () => {
      asked.resolve();
      await going.promise;
    };
    const call = host.client.ask('ExecutionService/ExecuteIntent', { name: 'cut' });
    await asked.promise;
    const ended = once(stream, 'error');
    const closed = host.grpc.close();
    const [error]: unknown[] = await ended;
    expect(error).toMatchObject({
      code: status.UNAVAILABLE,
      details: 'The app is closing.',
    });
    going.resolve();
    expect(await call).toMatchObject({ ok: true });
    await closed;
  });

  it('describes itself by reflection', async () => {
    await using host = await startGrpcTestHost();
    const { load } = await import('@grpc/proto-loader');
    const proto = join(
      import.meta.dirname,
      '../../../../node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto',
    );
    const definitions = await load(proto, { keepCase: true });
    expect(loadPackageDefinition(definitions)).toBeDefined();
    const reflection = definitions['grpc.reflection.v1.ServerReflection'];
    const info = reflection && !('format' in reflection) && reflection['ServerReflectionInfo'];
    if (!info) throw new Error('no reflection');
    const call = host.client.client.makeBidiStreamRequest(
      info.path,
      info.requestSerialize,
      info.responseDeserialize,
      host.client.metadata,
    );
    call.write({ list_services: '' });
    const [answer]: unknown[] = await once(call, 'data');
    call.end();
    expect(JSON.stringify(answer)).toContain('mcr.bridge.v1.VariableService');
  });

  it('says who else has its port', async () => {
    await using host = await startGrpcTestHost();
    const again = createGrpcHost({ ...host.options, port: host.grpc.port });
    await expect(again).rejects.toThrow(/can't listen at 127\.0\.0\.1:\d+.*--grpc-port/);
  });
});

const soon = () => ({ deadline: Date.now() + 3000 });

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const makeCertificate = (file: (name: string) => string, name: string) =>
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-nodes',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-days',
      '1',
      '-subj',
      `/CN=${name}`,
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      file(`${name}.key`),
      '-out',
      file(`${name}.pem`),
    ],
    { stdio: 'ignore' },
  );

describe.skipIf(!hasOpenssl)('TLS (skipped where there is no openssl)', () => {
  let dir = '';
  const file = (name: string) => join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mcr-tls-'));
    makeCertificate(file, 'server');
    makeCertificate(file, 'agent');
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('keeps out whoever shows no certificate of the authority', async () => {
    await using host = await startGrpcTestHost({
      tls: {
        cert: file('server.pem'),
        key: file('server.key'),
        clientCa: file('agent.pem'),
      },
    });
    const ca = await readFile(file('server.pem'));
    expect(await host.client.ask('ExecutionService/ListIntents', {}, soon())).toMatchObject({
      ok: false,
    });
    const bare = await host.connect({ credentials: credentials.createSsl(ca) });
    expect(await bare.ask('ExecutionService/ListIntents', {}, soon())).toMatchObject({
      ok: false,
    });
    const [key, cert] = await Promise.all([
      readFile(file('agent.key')),
      readFile(file('agent.pem')),
    ]);
    const known = { credentials: credentials.createSsl(ca, key, cert) };
    const agent = await host.connect(known);
    expect(await agent.ask('ExecutionService/ListIntents')).toMatchObject({ ok: true });
    // A certificate is no token.
    const untold = await host.connect({ ...known, token: 'wrong' });
    expect(await untold.ask('ExecutionService/ListIntents')).toMatchObject({
      code: status.UNAUTHENTICATED,
    });
  });

  it('says which file is not to be used', async () => {
    await using host = await startGrpcTestHost();
    const tls = { cert: file('none.pem'), key: file('server.key'), clientCa: null };
    await expect(createGrpcHost({ ...host.options, tls })).rejects.toThrow(/certificate.*none/);
  });
});
