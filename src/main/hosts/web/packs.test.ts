import { expect, test } from 'vitest';
import { z } from 'zod';
import { PackListingSchema } from '#shared/contract/packs.ts';
import { startTestHost } from './web-host-fixture.ts';

test('a pack is installed where it is missing; edits are kept until they are named', async () => {
  await using host = await startTestHost();
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await host.api(path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, body: answer.json() };
  };
  const stateOf = async (name: string) => {
    const packs = z.array(PackListingSchema).parse((await call('GET', '/api/packs')).body);
    const qlab = packs.find(({ pack }) => pack === 'qlab');
    return qlab?.protocols.find(({ offered }) => offered.protocol_name === name)?.state;
  };
  const edited = {
    protocol_name: 'qlab_go',
    protocol_type: 'osc',
    template: '/go',
    osc_port: 53100,
  };
  await call('PUT', '/api/protocols/qlab_go', edited);
  expect(await stateOf('qlab_go')).toBe('edited');
  expect(await stateOf('qlab_cue_start')).toBe('missing');

  const first = await call('POST', '/api/packs/qlab/install', {});
  expect(first.body).toMatchObject({
    written: expect.arrayContaining(['qlab_cue_start']),
    kept: ['qlab_go'],
  });
  expect(await stateOf('qlab_cue_start')).toBe('same');
  expect((await call('GET', '/api/protocols/qlab_go')).body).toMatchObject({ osc_port: 53100 });

  await call('POST', '/api/packs/qlab/install', { replace: ['qlab_go'] });
  expect(await stateOf('qlab_go')).toBe('same');

  expect((await call('POST', '/api/packs/none/install', {})).status).toBe(404);
  const asAgent = await host.api('/api/packs/qlab/install', {
    method: 'POST',
    headers: { 'x-agent-id': 'if.sam' },
    body: '{}',
  });
  expect(asAgent.status).toBe(403);
  const undoneByAgent = await host.api('/api/packs/qlab/undo', {
    method: 'POST',
    headers: { 'x-agent-id': 'if.sam' },
  });
  expect(undoneByAgent.status).toBe(403);

  expect((await call('POST', '/api/packs/qlab/undo')).body).toMatchObject({
    restored: ['qlab_go'],
  });
  expect((await call('GET', '/api/protocols/qlab_go')).body).toMatchObject({ osc_port: 53100 });
  expect((await call('POST', '/api/packs/qlab/undo')).status).toBe(404);
});
