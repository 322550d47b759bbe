import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { DeviceSchema } from '../../src/shared/contract/device.ts';
import { InstalledPackSchema } from '../../src/shared/contract/packs.ts';
import { ProtocolSchema, type Protocol } from '../../src/shared/contract/protocol.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis } from '../fixtures/redis.ts';
import { atEverySize, fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const withRedis = async <T>(
  { dataDir }: Host,
  work: (redis: Awaited<ReturnType<typeof openRedis>>) => Promise<T>,
): Promise<T> => {
  const redis = await openRedis(dataDir);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
};

const stored = (host: Host, name: string): Promise<Protocol | null> =>
  withRedis(host, async (redis) => {
    const text = await redis.get(`mcr:protocol:companion:${name}`);
    return text === null ? null : ProtocolSchema.parse(JSON.parse(text));
  });

const storedSoon = (host: Host, name: string) => expect.poll(() => stored(host, name));

const put = (host: Host, protocol: Protocol): Promise<unknown> =>
  withRedis(host, (redis) =>
    redis.set(`mcr:protocol:companion:${protocol.protocol_name}`, JSON.stringify(protocol)),
  );

const openPacks = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    location.hash = '/packs';
  });
  await expect(page.getByRole('heading', { name: 'Packs', exact: true })).toBeVisible();
};

const packOf = (page: Page, title: string) => page.getByRole('region', { name: title });
const qlabOf = (page: Page) => packOf(page, 'QLab 5 (OSC)');

/** The app writes nothing while it is stored as it is: whatever the former test left is put right. */
const asOffered = async (host: Host, name: string): Promise<Protocol> => {
  const pack: unknown = JSON.parse(
    await readFile(new URL('../../resources/packs/qlab.json', import.meta.url), 'utf8'),
  );
  const protocols = ProtocolSchema.array().parse(
    typeof pack === 'object' && pack !== null && 'protocols' in pack ? pack.protocols : [],
  );
  const offered = protocols.find(({ protocol_name }) => protocol_name === name);
  if (!offered) throw new Error(`QLab has no ${name}`);
  await put(host, offered);
  return offered;
};

/** As a former version of the app would have left it: what that version's pack brought. */
const installedBefore = (host: Host, former: Protocol): Promise<unknown> =>
  withRedis(host, async (redis) => {
    const key = 'mcr:companion:pack:qlab';
    const record = InstalledPackSchema.parse(JSON.parse((await redis.get(key)) ?? '{}'));
    record.protocols[former.protocol_name] = former;
    return redis.set(key, JSON.stringify({ ...record, version: record.version - 1 }));
  });

test('what is missing is installed, and taken back by its undo', async ({ page, host }) => {
  await withRedis(host, (redis) => redis.del('mcr:protocol:companion:qlab_cue_load'));
  await openPacks(page);
  const qlab = qlabOf(page);
  await qlab.getByRole('button', { name: 'Install 1', exact: true }).click();
  await storedSoon(host, 'qlab_cue_load').toMatchObject({ template: '/cue/{cue}/load' });
  await expect(qlab.getByRole('button', { name: 'Up to date' })).toBeDisabled();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'QLab 5 (OSC): 1 written' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await storedSoon(host, 'qlab_cue_load').toBeNull();
  await qlab.getByRole('button', { name: 'Install 1', exact: true }).click();
  await storedSoon(host, 'qlab_cue_load').not.toBeNull();
});

test('a newer pack shows its difference, and an update keeps what was edited', async ({
  page,
  host,
}) => {
  const offered = await asOffered(host, 'qlab_cue_stop');
  const former = { ...offered, description: 'Halt a cue', osc_port: 53535 };
  await installedBefore(host, former);
  await put(host, { ...former, osc_port: 53100 });
  await openPacks(page);
  const qlab = qlabOf(page);
  await expect(qlab).toContainText('version 1 installed, 2 here');
  await expect(qlab).toContainText('you edited it, and the pack changed it');
  await expect(qlab).toContainText(
    'description the pack changed it: yours "Halt a cue" · pack’s "Stop a cue by its number" → pack’s',
  );
  await expect(qlab).toContainText(
    'osc_port both changed it: yours 53100 · pack’s 53000 → yours',
  );
  await qlab.getByRole('button', { name: 'Update 1' }).click();
  await storedSoon(host, 'qlab_cue_stop').toMatchObject({
    description: 'Stop a cue by its number',
    osc_port: 53100,
  });
  await expect(qlab).toContainText('version 2');
  await expect(qlab).toContainText('1 differ');
  await expect(qlab.getByRole('radio', { name: 'Keep mine' })).toBeChecked();
});

test('by keyboard alone: an edit gives way to the pack’s, and comes back by undo', async ({
  page,
  host,
}) => {
  const offered = await asOffered(host, 'qlab_cue_stop');
  const edited = { ...offered, description: 'mine' };
  await put(host, edited);
  await openPacks(page);
  const qlab = qlabOf(page);
  const fate = qlab.getByRole('radiogroup', { name: 'What becomes of qlab_cue_stop' });
  await fate.getByRole('radio', { name: 'Keep mine' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(fate.getByRole('radio', { name: 'Replace by the pack’s' })).toBeChecked();
  const replace = qlab.getByRole('button', { name: 'Replace 1' });
  await replace.focus();
  await page.keyboard.press('Enter');
  await storedSoon(host, 'qlab_cue_stop').toEqual(offered);
  const undo = page
    .getByRole('listitem')
    .filter({ hasText: 'QLab 5 (OSC): 1 written' })
    .getByRole('button', { name: 'Undo' });
  await undo.focus();
  await page.keyboard.press('Enter');
  await storedSoon(host, 'qlab_cue_stop').toEqual(edited);
  await put(host, offered);
});

test('what somebody edits while the page is open is shown at once, and never written over unseen', async ({
  page,
  host,
}) => {
  const offered = await asOffered(host, 'qlab_cue_pause');
  await openPacks(page);
  const qlab = qlabOf(page);
  await put(host, { ...offered, description: 'by a program' });
  await expect(qlab).toContainText('"by a program"');
  await put(host, offered);
  await expect(qlab).not.toContainText('"by a program"');
});

test('protocols leave as a file and come back from it; the list knows them at once', async ({
  page,
  host,
}) => {
  await asOffered(host, 'qlab_cue_reset');
  await openPacks(page);
  const own = packOf(page, 'Your own pack');
  const search = own.getByRole('searchbox', { name: 'Search protocols to export' });
  for (const name of ['qlab_cue_reset', 'vmix_http_cut']) {
    await search.fill(name);
    await own.getByRole('option', { name: new RegExp(`^${name} `) }).click();
  }
  await search.fill('nothing like this');
  await expect(own.getByText('Nothing is like')).toBeVisible();
  await own.getByLabel('Name of the pack').fill('Studio B');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    own.getByRole('button', { name: 'Export 2' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('studio-b.pack.json');
  const text = await readFile(await file.path(), 'utf8');
  await withRedis(host, (redis) => redis.del('mcr:protocol:companion:qlab_cue_reset'));
  await expect(qlabOf(page).getByRole('button', { name: 'Install 1' })).toBeVisible();
  await page.getByLabel('Pack file').setInputFiles({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await expect(
    page.getByText('1 imported; there already, kept as they are: vmix_http_cut'),
  ).toBeVisible();
  await storedSoon(host, 'qlab_cue_reset').not.toBeNull();
  await expect(qlabOf(page).getByRole('button', { name: 'Up to date' })).toBeVisible();

  await page.getByLabel('Pack file').setInputFiles({
    name: 'bad.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"pack":"x","title":"X","version":1,"protocols":[{"template":"/a"}]}'),
  });
  await expect(page.getByText(/protocols\[0\]\.protocol_name/)).toBeVisible();
});

test('a request of the OBS pack is seen, tried on the built-in OBS, and read in its trace', async ({
  page,
  host,
  witness,
}) => {
  const device = DeviceSchema.parse({
    device_id: 'obs_main',
    device_type: 'virtual_surface',
    connection_url: 'obs://127.9.8.7:4455',
    metadata: { simulated: true },
  });
  await withRedis(host, (redis) =>
    redis.set('mcr:catalog:companion:device:obs_main', JSON.stringify(device)),
  );
  await page.evaluate(() => {
    location.hash = '/protocols/obs_program';
  });
  await expect(page.getByLabel('Request', { exact: true })).toHaveValue(
    'SetCurrentProgramScene',
  );
  await page.getByRole('combobox').selectOption('obs_main');
  await page.getByLabel('Sample of scene').fill('Nowhere');
  const leaves = page.getByRole('region', { name: 'What would leave' });
  await expect(leaves).toContainText('"requestData":{"sceneName":"Nowhere"}');
  await expect(leaves).toContainText('127.9.8.7:4455');
  await page.getByRole('button', { name: 'Save and send a test' }).click();
  const result = page.getByRole('region', { name: 'What came of the test' });
  await expect(result).toContainText('there is none of this name');
  await expect(result).toContainText('600');
  await page.getByLabel('Sample of scene').fill('Slides');
  await page.getByRole('button', { name: 'Save and send a test' }).click();
  await expect(result).toContainText('100');
  const run = await witness.execution(
    ({ metadata, outcome }) => metadata['test_of'] === 'obs_program' && outcome === 'ok',
  );
  expect(run.trace[0]?.command).toMatchObject({
    transport: 'obs',
    request_type: 'SetCurrentProgramScene',
    request_data: '{"sceneName":"Slides"}',
  });
});

test('the page fits and is accessible in every theme', async ({ page, host }) => {
  const offered = await asOffered(host, 'qlab_cue_stop');
  await put(host, { ...offered, description: 'mine, in rather many words '.repeat(8) });
  await atEverySize(page, async () => {
    await openPacks(page);
    await expect(qlabOf(page)).toContainText('1 differ');
    await fitsSideways(page);
  });
  await soundInEveryTheme(page);
  await put(host, offered);
});
