import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { MappingTextSchema } from '#shared/contract/osc-bridge.ts';
import { startTestHost } from './web-host-fixture.ts';

const PATH = '/api/hardware/foh/mapping';
const SOUND = 'to_osc: []\n';

let host: Awaited<ReturnType<typeof startTestHost>>;
let folder: string;
let file: string;
beforeEach(async () => {
  host = await startTestHost();
  folder = await mkdtemp(join(tmpdir(), 'mapping-'));
  file = join(folder, 'foh.yaml');
  await call('PUT', '/api/hardware/foh', {
    kind: 'osc_bridge',
    host: '127.0.0.1:9',
    game_id: 1,
    enabled: false,
    mapping_file: file,
  });
});
afterEach(async () => {
  await host[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await host.api(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: answer.json() };
};

const read = async () => MappingTextSchema.parse((await call('GET', PATH)).body);
const save = (text: string, stamp: string) => call('PUT', PATH, { text, stamp });
const faultIn = (body: unknown) =>
  z.object({ error: z.looseObject({ details: z.looseObject({}) }) }).parse(body).error;

test('the text is shown with its faults, before the client ever ran', async () => {
  await writeFile(file, 'to_osc:\n  - when: 3\n');
  const { text, faults } = await read();
  expect(text).toBe('to_osc:\n  - when: 3\n');
  expect(faults[0]).toMatchObject({ line: 2 });
});

test('a sound text is written over the one that it was made from, and over no other', async () => {
  await writeFile(file, SOUND, { mode: 0o600 });
  const { stamp } = await read();
  const saved = await save('osc: {}\n', stamp);
  expect(saved).toMatchObject({ status: 200, body: { text: 'osc: {}\n', faults: [] } });
  expect(await readFile(file, 'utf8')).toBe('osc: {}\n');
  expect((await lstat(file)).mode & 0o777).toBe(0o600);
  const late = await save(SOUND, stamp);
  expect(late.status).toBe(409);
  expect(faultIn(late.body).details).toMatchObject({ now: { text: 'osc: {}\n' } });
  expect(await readFile(file, 'utf8')).toBe('osc: {}\n');
  expect(await readdir(folder)).toEqual(['foh.yaml']);
});

test('of two that are saved at once, one is told of the other', async () => {
  await writeFile(file, SOUND);
  const { stamp } = await read();
  const both = await Promise.all([save('osc: {}\n', stamp), save('to_websocket: []\n', stamp)]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200, 409,
  ]);
});

test('a faulty text is not written, and each fault has its line', async () => {
  await writeFile(file, SOUND);
  const { stamp } = await read();
  const { status, body } = await save('to_osc: []\nto_osk: []\n', stamp);
  expect(status).toBe(400);
  expect(faultIn(body).details).toMatchObject({
    fields: [{ field: 'text', message: expect.stringMatching(/^Line 2, column 1: /) }],
  });
  expect(await readFile(file, 'utf8')).toBe(SOUND);
  const check = await call('POST', `${PATH}/check`, { text: 'to_osk: []' });
  expect(check).toMatchObject({ status: 200, body: { faults: [{ line: 1 }] } });
});

test('a file that is not there yet is begun here', async () => {
  const { stamp, text, faults } = await read();
  expect(text).toBe('');
  expect(faults[0]?.message).toContain('There is no file');
  expect(await save(SOUND, stamp)).toMatchObject({ status: 200 });
  expect(await readFile(file, 'utf8')).toBe(SOUND);
});

test('a YAML file of another program is neither shown nor replaced', async () => {
  await writeFile(file, 'services:\n  db:\n    password: secret\n');
  const { text, stamp, faults } = await read();
  expect(text).toBeNull();
  expect(JSON.stringify(faults)).not.toContain('secret');
  expect(await save(SOUND, stamp)).toMatchObject({ status: 403 });
  expect(await readFile(file, 'utf8')).toContain('secret');
});

test('a file that is too large is not shown', async () => {
  await writeFile(file, `to_osc: []\n# ${'x'.repeat(70_000)}`);
  const { text, faults } = await read();
  expect(text).toBeNull();
  expect(faults[0]?.message).toContain('larger than 64 KiB');
});

test('a link stays a link', async () => {
  const real = join(folder, 'real.yaml');
  await writeFile(real, SOUND);
  await symlink(real, file);
  const { stamp } = await read();
  expect(await save('osc: {}\n', stamp)).toMatchObject({ status: 200 });
  expect((await lstat(file)).isSymbolicLink()).toBe(true);
  expect(await readFile(real, 'utf8')).toBe('osc: {}\n');
});

test('what is no bridge, or runs elsewhere, has no mapping here', async () => {
  await call('PUT', '/api/hardware/desk', {
    kind: 'generic',
    client_type: 'x',
    host: 'h',
    game_id: 1,
    enabled: false,
  });
  expect(await call('GET', '/api/hardware/desk/mapping')).toMatchObject({ status: 400 });
  const stored = z.looseObject({}).parse((await call('GET', '/api/hardware/foh')).body);
  await call('PUT', '/api/hardware/foh', { ...stored, room_id: 'other' });
  expect(await call('GET', PATH)).toMatchObject({ status: 403 });
});
