import type { Page } from '@playwright/test';
import { ProtocolSchema, type Protocol } from '../../src/shared/contract/protocol.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis } from '../fixtures/redis.ts';
import { atEverySize, fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const stored = async ({ dataDir }: Host, name: string): Promise<Protocol | null> => {
  const redis = await openRedis(dataDir);
  try {
    const text = await redis.get(`mcr:protocol:companion:${name}`);
    return text === null ? null : ProtocolSchema.parse(JSON.parse(text));
  } finally {
    redis.disconnect();
  }
};

const storedSoon = (host: Host, name: string) => expect.poll(() => stored(host, name));

const openProtocols = async (page: Page, name = ''): Promise<void> => {
  await page.evaluate((path) => {
    location.hash = path;
  }, `/protocols/${name}`);
  await expect(page.getByRole('heading', { name: 'Protocols', exact: true })).toBeVisible();
};

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const leaves = (page: Page) => page.getByRole('region', { name: 'What would leave' });

const makeProtocol = async (page: Page, name: string, path: string): Promise<void> => {
  await openProtocols(page, '+new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Path', { exact: true }).fill(path);
  await save(page).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
};

test('a person makes a protocol, sees what would leave, tries it and stores it', async ({
  page,
  host,
  witness,
}) => {
  const name = `made_${Date.now()}`;
  await openProtocols(page);
  await page.getByRole('link', { name: 'New protocol' }).click();
  await page.getByLabel('Name', { exact: true }).fill('two words');
  await expect(page.getByText(/no spaces, accents or emoji/).first()).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Path', { exact: true }).fill('api/{page}');
  await expect(page.getByText('A path begins with a slash.').first()).toBeVisible();
  await expect(save(page)).toBeDisabled();
  await page
    .getByLabel('Path', { exact: true })
    .fill('/api/location/{page}/{row}/{col}/press}');
  await expect(page.getByText(/Character 39: this } ends no variable/)).toBeVisible();
  await page.getByLabel('Path', { exact: true }).fill('/api/location/{page}/{row}/{col}/press');
  await expect(page.getByText('3 required, found in the template')).toBeVisible();
  for (const [variable, sample] of [
    ['page', '1'],
    ['row', '0'],
    ['col', '3'],
  ] as const)
    await page.getByLabel(`Sample of ${variable}`).fill(sample);
  await expect(leaves(page)).toContainText('/api/location/1/0/3/press');
  await expect(leaves(page)).toContainText('HTTP/1.1CRLF');
  await expect(leaves(page)).toContainText('50 4f 53 54');
  await save(page).click();
  await page.getByRole('combobox').selectOption('studio_main');
  await page.getByRole('button', { name: 'Send a test' }).click();
  const result = page.getByRole('region', { name: 'What came of the test' });
  await expect(result).toContainText('ok');
  await expect(result).toContainText('200');
  const run = await witness.execution(({ metadata }) => metadata['test_of'] === name);
  expect(run).toMatchObject({ origin: 'operator', outcome: 'ok', intent_name: null });
  expect(await stored(host, name)).toMatchObject({
    variables: ['page', 'row', 'col'],
    samples: { page: 1, row: 0, col: 3 },
    success: { status: [200] },
  });
});

test('a line with its reply rule is written by keyboard alone', async ({ page, host }) => {
  const name = `keys_${Date.now()}`;
  await openProtocols(page);
  await page.getByRole('link', { name: 'New protocol' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Cut');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'TCP' })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Line', { exact: true })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('FUNCTION Cut Input={input}\\r\\n');
  await page.getByLabel('The reply line begins with').focus();
  await page.keyboard.type('FUNCTION OK');
  await page.getByLabel('Try a reply line').focus();
  await page.keyboard.type('FUNCTION ER No such input');
  await expect(page.getByRole('list', { name: 'What that reply means' })).toContainText(
    'failed, not repeated',
  );
  await page.getByLabel('Sample of input').focus();
  await page.keyboard.type('4');
  await expect(leaves(page)).toContainText('FUNCTION Cut Input=4CRLF');
  await save(page).focus();
  await page.keyboard.press('Enter');
  await storedSoon(host, name).toMatchObject({
    protocol_type: 'tcp',
    template: 'FUNCTION Cut Input={input}\r\n',
    success: { reply_prefix: 'FUNCTION OK' },
    description: 'Cut',
  });
});

test('a request of OBS with its data is made, checked as one types, and stored', async ({
  page,
  host,
}) => {
  const name = `obs_${Date.now()}`;
  await openProtocols(page, '+new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page
    .getByRole('radiogroup', { name: 'Transport' })
    .getByText('OBS', { exact: true })
    .click();
  await page.getByLabel('Request', { exact: true }).fill('Set Scene');
  await expect(page.getByText(/letters and digits, such as/).first()).toBeVisible();
  await page.getByLabel('Request', { exact: true }).fill('StartRecord');
  await page
    .getByRole('radiogroup', { name: 'Request data' })
    .getByText('JSON', { exact: true })
    .click();
  await page.getByLabel('JSON data').fill('{"chapter": "{chapter}", "loud": {loud}}');
  await expect(page.getByText(/This is no JSON/).first()).toBeVisible();
  await page.getByLabel('JSON data').fill('{"chapter": "{chapter}", "loud": "{loud}"}');
  await page.getByLabel('Sample of chapter').fill('A "quoted" one');
  await page.getByLabel('Sample of loud').fill('true');
  await expect(leaves(page)).toContainText(
    '"requestData":{"chapter":"A \\"quoted\\" one","loud":true}',
  );
  await page.getByLabel(/OBS did it \(100\)/).fill('500');
  await expect(
    page.getByRole('list', { name: 'Replies and what they mean' }).getByText('500'),
  ).toBeVisible();
  await save(page).click();
  await storedSoon(host, name).toMatchObject({
    protocol_type: 'obs',
    template: 'StartRecord',
    body: { chapter: '{chapter}', loud: '{loud}' },
    success: { request_status: [500] },
    variables: ['chapter', 'loud'],
  });
});

test('what is typed survives a reload and can be dropped', async ({ page, host }) => {
  const name = `kept_${Date.now()}`;
  await makeProtocol(page, name, '/kept');
  await page.getByLabel('Path', { exact: true }).fill('/typed/{word}');
  await page.reload();
  await expect(page.getByLabel('Path', { exact: true })).toHaveValue('/typed/{word}');
  expect((await stored(host, name))?.template).toBe('/kept');
  await page.getByRole('button', { name: 'Drop changes' }).click();
  await expect(page.getByLabel('Path', { exact: true })).toHaveValue('/kept');
});

test('of two people both versions are shown, and nothing is lost', async ({ page, host }) => {
  const name = `both_${Date.now()}`;
  await makeProtocol(page, name, '/first');
  const other = await host.openPage();
  try {
    await openProtocols(other.page, name);
    await page.getByLabel('What it does').fill('mine');
    await other.page.getByLabel('What it does').fill('theirs');
    await other.page.getByLabel('Path', { exact: true }).fill('/second');
    await save(other.page).click();
    await storedSoon(host, name).toMatchObject({ description: 'theirs' });
    await expect(page.getByText('changed by somebody else')).toBeVisible();
    await save(page).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('theirs');
    await expect(dialog).toContainText('mine');
    expect(await stored(host, name)).toMatchObject({ description: 'theirs' });
    await dialog.getByRole('button', { name: 'Save what is chosen' }).click();
    await storedSoon(host, name).toMatchObject({ description: 'mine', template: '/second' });
  } finally {
    await other.close();
  }
});

test('a copy, a new name and a deletion can each be undone; what would break is told', async ({
  page,
  host,
}) => {
  const name = `spare_${Date.now()}x`;
  await makeProtocol(page, name, '/spare');
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByRole('heading', { level: 2, name: `${name}_2` })).toBeVisible();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('New name').fill(name);
  await expect(page.getByText('There is another protocol of that name')).toBeVisible();
  await page.getByLabel('New name').fill(`${name}_renamed`);
  await page.getByRole('button', { name: 'Rename it' }).click();
  await storedSoon(host, `${name}_renamed`).toMatchObject({ template: '/spare' });
  await page.getByRole('button', { name: 'Delete' }).click();
  await storedSoon(host, `${name}_renamed`).toBeNull();
  await page
    .getByRole('listitem')
    .filter({ hasText: `${name}_renamed deleted` })
    .getByRole('button', { name: 'Undo' })
    .click();
  await storedSoon(host, `${name}_renamed`).toMatchObject({ template: '/spare' });

  await openProtocols(page, 'companion_http_text');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toContainText('fail until they are given another');
  await page.keyboard.press('Escape');
  expect(await stored(host, 'companion_http_text')).not.toBeNull();
});

test('the page fits and is accessible in every theme', async ({ page }) => {
  await atEverySize(page, async () => {
    await openProtocols(page, 'companion_http_text');
    await expect(page.getByLabel('Path', { exact: true })).toBeVisible();
    await fitsSideways(page);
  });
  await soundInEveryTheme(page);
});
