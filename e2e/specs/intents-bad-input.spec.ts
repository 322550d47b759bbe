import type { Page } from '@playwright/test';
import {
  button,
  field,
  makeIntent,
  openIntent,
  openIntents,
  picker,
  save,
  storedIntent,
  storeIntent,
} from '../fixtures/intents.ts';
import { busyDuring } from '../fixtures/main-thread.ts';
import { redisPid } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';

const MEGABYTE = 'x'.repeat(1_000_000);
const MOST_BUSY_MS = 1000;

const isNotBlocked = async (
  page: Page,
  what: string,
  act: () => Promise<void>,
): Promise<void> => {
  const busy = await busyDuring(page, act);
  test.info().annotations.push({ type: `busy with ${what}`, description: `${busy} ms` });
  expect(busy).toBeLessThan(MOST_BUSY_MS);
};

test('a name with a space or an emoji: the message says what is allowed', async ({ page }) => {
  await openIntents(page);
  await page.getByRole('link', { name: 'New intent' }).first().click();
  for (const name of ['guest ready', 'guest🎬', 'gäst', 'x'.repeat(129)]) {
    await field(page, 'Name').fill(name);
    await expect(
      page.getByText(/Use 1 to 128 letters.*no spaces, accents or emoji/),
    ).toBeVisible();
  }
  // What can't be stored is a draft all the same.
  await field(page, 'What it achieves').fill('Half a sen');
  await page.reload();
  await expect(field(page, 'Name')).toHaveValue('x'.repeat(129));
  await expect(field(page, 'What it achieves')).toHaveValue('Half a sen');
  await button(page, 'Drop changes').click();
  await expect(field(page, 'Name')).toHaveValue('');
});

test('a megabyte in the description freezes nothing, and the rest is saved', async ({
  page,
  host,
}) => {
  const name = `big_${Date.now()}`;
  await makeIntent(page, name);
  await field(page, 'Priority').fill('9');
  await field(page, 'What it achieves').focus();
  await isNotBlocked(page, 'a description', async () => {
    await page.keyboard.insertText(MEGABYTE);
    await expect(page.getByText(/1,000,000 characters: type 10,000/).first()).toBeVisible();
  });
  await button(page, 'Save the rest').click();
  await expect.poll(() => storedIntent(host, name)).toMatchObject({ priority: 9 });
  expect((await storedIntent(host, name))?.description).toBe('');
  await field(page, 'What it achieves').press('Control+z');
  await expect(field(page, 'What it achieves')).toHaveValue('');
  await expect(page.getByText('unsaved changes')).toHaveCount(0);
});

test('a megabyte in a variable freezes nothing, and is kept as it is', async ({
  page,
  host,
}) => {
  const name = `big_value_${Date.now()}`;
  await makeIntent(page, name);
  await picker(page, 'Protocol').fill('companion_tcp_text');
  await picker(page, 'Protocol').press('Enter');
  await page.getByLabel(/^text/).focus();
  await isNotBlocked(page, 'a variable', async () => {
    await page.keyboard.insertText(MEGABYTE);
    await expect(page.getByText(/1,000,000 characters: is that meant/)).toBeVisible();
  });
  await save(page).click();
  await expect
    .poll(async () => (await storedIntent(host, name))?.actions[0]?.variables['text'])
    .toHaveLength(1_000_000);
});

test('two people: one deletes what the other edits, and it is made again', async ({
  page,
  host,
}) => {
  const name = `gone_${Date.now()}`;
  await makeIntent(page, name);
  const other = await host.openPage();
  try {
    await openIntents(other.page);
    await openIntent(other.page, name);
    await field(page, 'What it achieves').fill('Still wanted');
    await button(other.page, 'Delete').click();
    await button(other.page, 'Delete it').click();
    await expect(page.getByText(/Somebody else deleted it since you began/)).toBeVisible();
    await page.reload();
    await expect(field(page, 'What it achieves')).toHaveValue('Still wanted');
    await save(page).click();
    await expect(page.getByRole('dialog')).toContainText('It was deleted while you edited it');
    await button(page, 'Save it anew').click();
    await expect
      .poll(() => storedIntent(host, name))
      .toMatchObject({ description: 'Still wanted' });
    await expect(page.getByRole('dialog')).toHaveCount(0);
  } finally {
    await other.close();
  }
});

test('Redis is away while it is saved: all is kept, and saved when it is back', async ({
  page,
  host,
}) => {
  test.setTimeout(60_000);
  const name = `away_${Date.now()}`;
  await makeIntent(page, name);
  await field(page, 'What it achieves').fill('Kept');
  const pid = await redisPid(host.dataDir);
  process.kill(pid, 'SIGSTOP');
  try {
    await save(page).click();
    await expect(page.getByText('saves when the store is back')).toBeVisible({
      timeout: 20_000,
    });
    await expect(field(page, 'What it achieves')).toHaveValue('Kept');
    // It is no prison: what is typed meanwhile is saved with it.
    await field(page, 'Priority').fill('3');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect
    .poll(() => storedIntent(host, name), { timeout: 20_000 })
    .toMatchObject({ description: 'Kept', priority: 3 });
  await expect(page.getByText('unsaved changes')).toHaveCount(0);
  await expect(page.getByText('saves when the store is back')).toHaveCount(0);
});

test('a name that somebody took a moment ago is not written over', async ({ page, host }) => {
  const name = `mine_${Date.now()}`;
  const taken = `${name}_taken`;
  await makeIntent(page, name);
  await button(page, 'Rename').click();
  await field(page, 'New name').fill('cut');
  await expect(page.getByText(/another intent of that name/)).toBeVisible();
  await expect(button(page, 'Rename it')).toBeDisabled();
  await field(page, 'New name').fill(taken);
  await expect(button(page, 'Rename it')).toBeEnabled();
  await storeIntent(host, { intent_name: taken, description: 'Theirs', actions: [] });
  await expect(page.getByText(/another intent of that name/)).toBeVisible();
  await field(page, 'New name').press('Enter');
  expect(await storedIntent(host, taken)).toMatchObject({ description: 'Theirs' });
  expect(await storedIntent(host, name)).not.toBeNull();
});
