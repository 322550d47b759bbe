import type { Locator, Page } from '@playwright/test';
import { IntentSchema } from '../../src/shared/contract/intent.ts';
import { isLive } from '../fixtures/control-room.ts';
import type { Host } from '../fixtures/host.ts';
import { atEverySize, soundInEveryTheme } from '../fixtures/looks.ts';
import { openRedis, redisPid } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';

const keyOf = (name: string): string => `mcr:mapping:companion:intent:${name}`;

/** As another program writes it; null deletes it. */
const plant = async ({ dataDir }: Host, name: string, description: string | null) => {
  const redis = await openRedis(dataDir);
  const intent = {
    intent_name: name,
    description,
    actions: [{ protocol_name: 'companion_http_press', device_id: 'studio_main' }],
  };
  if (description === null) await redis.del(keyOf(name));
  else await redis.set(keyOf(name), JSON.stringify(intent));
  redis.disconnect();
};

const storedDescription = async ({ dataDir }: Host, name: string): Promise<string | null> => {
  const redis = await openRedis(dataDir);
  const text = await redis.get(keyOf(name));
  redis.disconnect();
  return text === null ? null : IntentSchema.parse(JSON.parse(text)).description;
};

const openIntent = async (page: Page, name: string): Promise<void> => {
  await isLive(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Intents' }).click();
  await page.getByLabel('Search intents').fill(name);
  await page.getByRole('main').getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
};

const achieves = (page: Page): Locator => page.getByLabel('What it achieves', { exact: true });
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: /^History of/ });
const changes = (page: Page): Locator =>
  dialog(page).getByRole('region', { name: 'Changes' }).getByRole('listitem');
const differs = (page: Page): Locator =>
  dialog(page).getByRole('region', { name: 'What differs' });
const openHistory = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'History', exact: true }).click();

const change = async (page: Page, host: Host, name: string, text: string): Promise<void> => {
  await achieves(page).fill(text);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => storedDescription(host, name)).toBe(text);
};

/** An intent of another program that was changed twice here. */
const changedTwice = async (page: Page, host: Host): Promise<string> => {
  const name = `kept_${Date.now()}`;
  await plant(host, name, 'Planted');
  await openIntent(page, name);
  await change(page, host, name, 'First');
  await change(page, host, name, 'Second');
  return name;
};

test('an intent that was changed twice is compared, restored, and that is undone', async ({
  page,
  host,
}) => {
  const name = await changedTwice(page, host);
  await openHistory(page);
  await expect(changes(page)).toHaveCount(3);
  await expect(changes(page).nth(0)).toContainText('description');
  await expect(changes(page).nth(0)).toContainText('stands now');
  await expect(changes(page).nth(0)).toContainText('operator');
  await expect(changes(page).nth(2)).toContainText('made');
  await expect(changes(page).nth(2)).toContainText('another program');
  await expect(changes(page).nth(2)).toContainText('straight in Redis');
  await expect(changes(page).nth(2).locator('time')).toHaveAttribute('title', /UTC$/);
  await expect(differs(page)).toContainText('BeforeFirst');
  await expect(differs(page)).toContainText('AfterSecond');
  await expect(dialog(page).getByRole('button', { name: 'Restore' })).toBeDisabled();

  // With the keyboard alone: down to the one before, compared with what stands now, and back to it.
  await changes(page).nth(0).getByRole('radio').focus();
  await page.keyboard.press('ArrowDown');
  await expect(differs(page)).toContainText('BeforePlanted');
  await dialog(page).getByLabel('Compare with').selectOption('now');
  await expect(differs(page)).toContainText('NowSecond');
  await dialog(page).getByRole('button', { name: 'Restore' }).press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(achieves(page)).toHaveValue('First');
  expect(await storedDescription(host, name)).toBe('First');

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(achieves(page)).toHaveValue('Second');
  expect(await storedDescription(host, name)).toBe('Second');

  await openHistory(page);
  await expect(changes(page)).toHaveCount(5);
  await dialog(page).getByLabel('Compare with').selectOption({ index: 5 });
  await expect(differs(page)).toContainText('Planted');
  await expect(differs(page)).toContainText('Second');
});

test('what another program changes while the history is open comes up by itself', async ({
  page,
  host,
}) => {
  const name = await changedTwice(page, host);
  await openHistory(page);
  await expect(changes(page)).toHaveCount(3);
  await plant(host, name, 'Theirs');
  await expect(changes(page)).toHaveCount(4);
  await expect(changes(page).nth(0)).toContainText('another program');
  await expect(differs(page)).toContainText('Theirs');
});

test('what could not be asked while Redis was away is asked once it is back', async ({
  page,
  host,
}) => {
  test.setTimeout(60_000);
  const name = await changedTwice(page, host);
  await openHistory(page);
  await expect(changes(page)).toHaveCount(3);
  const pid = await redisPid(host.dataDir);
  process.kill(pid, 'SIGSTOP');
  try {
    await expect(page.getByText('away since')).toBeVisible({ timeout: 20_000 });
    await changes(page).nth(1).click();
    await expect(dialog(page).getByRole('alert')).toBeVisible();
    await expect(differs(page)).not.toContainText('Second');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect(differs(page)).toContainText('BeforePlanted', { timeout: 20_000 });
  await expect(dialog(page).getByRole('alert')).toHaveCount(0);
  expect(await storedDescription(host, name)).toBe('Second');
});

test('one that was deleted is made again from its history', async ({ page, host }) => {
  const name = `gone_${Date.now()}`;
  await plant(host, name, 'Planted');
  await openIntent(page, name);
  await openHistory(page);
  await expect(changes(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await plant(host, name, null);
  await expect(page.getByRole('heading', { name: `There is no intent ${name}` })).toBeVisible();
  await openHistory(page);
  await expect(changes(page).nth(0)).toContainText('deleted');
  await dialog(page).getByRole('button', { name: 'Make it again' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  expect(await storedDescription(host, name)).toBe('Planted');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('heading', { name: `There is no intent ${name}` })).toBeVisible();
  expect(await storedDescription(host, name)).toBe(null);
});

test('a deleted one is no draft any more once what was typed is dropped', async ({
  page,
  host,
}) => {
  const name = `dropped_${Date.now()}`;
  await plant(host, name, 'Planted');
  await openIntent(page, name);
  await achieves(page).fill('Mine');
  await plant(host, name, null);
  await expect(page.getByText('Somebody else deleted it since you began.')).toBeVisible();
  await page.getByRole('button', { name: 'Drop changes' }).click();
  await expect(page.getByRole('heading', { name: `There is no intent ${name}` })).toBeVisible();
  await expect(achieves(page)).toBeHidden();
});

for (const path of [
  '/macros/show_open',
  '/devices/studio_main',
  '/protocols/companion_http_press',
  '/settings',
]) {
  test(`${path} shows its own`, async ({ page }) => {
    await isLive(page);
    await page.evaluate((to) => {
      location.hash = to;
    }, path);
    await openHistory(page);
    await expect(changes(page).last()).toContainText('made');
    await expect(changes(page).last()).toContainText('the app');
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByRole('button', { name: 'History', exact: true })).toBeFocused();
  });
}

test('nothing stands in the way of anybody, in any theme', async ({ page, host }) => {
  test.slow();
  await changedTwice(page, host);
  await openHistory(page);
  await expect(differs(page)).toContainText('AfterSecond');
  await soundInEveryTheme(page);
});

test('it fits every size without scrolling sideways', async ({ page, host }) => {
  test.slow();
  const name = await changedTwice(page, host);
  // A head with all of its buttons keeps its name.
  await achieves(page).fill('Third');
  await expect(page.getByRole('button', { name: 'Drop changes' })).toBeVisible();
  await atEverySize(page, async () => {
    for (const button of ['Undo (Ctrl+Z)', 'History', 'Drop changes', 'Save'])
      await expect(
        page.getByRole('main').getByRole('button', { name: button, exact: true }),
      ).toBeInViewport({ ratio: 1 });
    const heading = await page.getByRole('heading', { name, exact: true }).boundingBox();
    expect(heading?.width).toBeGreaterThan(60);
    await openHistory(page);
    await expect(differs(page)).toContainText('AfterSecond');
    for (const one of [
      dialog(page).getByRole('button', { name: 'Restore' }),
      dialog(page).getByLabel('Compare with'),
      dialog(page).getByRole('button', { name: 'Close' }),
      changes(page).nth(0),
    ])
      await expect(one).toBeInViewport({ ratio: 1 });
    for (const region of [differs(page), dialog(page)]) {
      const sideways = await region.evaluate((at) => at.scrollWidth - at.clientWidth);
      expect(sideways).toBeLessThanOrEqual(0);
    }
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  });
});
