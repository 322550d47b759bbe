import { rm } from 'node:fs/promises';
import { chromium, type Locator, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../chromium-options.ts';
import { startCompanion } from '../fixtures/companion.ts';
import { press } from '../fixtures/control-room.ts';
import { choose, picker } from '../fixtures/intents.ts';
import { keyboardOf } from '../fixtures/keyboard.ts';
import { newDataDir } from '../fixtures/project.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { startHeadless } from '../fixtures/web-host.ts';

interface Room {
  page: Page;
  companion: Awaited<ReturnType<typeof startCompanion>>;
}

/** A room with nothing in it, a Companion on the network, and a browser that complains of nothing. */
const test = base.extend<{ room: Room }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright asks for a pattern
  room: async ({}, use) => {
    const dataDir = await newDataDir();
    const companion = await startCompanion();
    const headless = await startHeadless(dataDir, 'nothing');
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: chromiumFlags,
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (said) => {
      if (said.type() === 'error') complaints.push(said.text());
    });
    await page.goto(headless.listening.url);
    await use({ page, companion });
    await browser.close();
    await headless.stop();
    await companion.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    expect(complaints).toEqual([]);
  },
});

const rail = (page: Page, name: string): Locator =>
  page.getByRole('navigation').getByRole('link', { name, exact: true });
const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });
const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });
const save = (page: Page): Locator => page.getByRole('button', { name: /^Save/ });
const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { name, exact: true });
const newOne = (page: Page, what: string): Locator =>
  page.getByRole('main').getByRole('link', { name: what }).first();

test('a show is made from nothing with the mouse, and its keys work', async ({ room }) => {
  test.setTimeout(90_000);
  const { page, companion } = room;

  await rail(page, 'Devices & protocols').click();
  await page.getByRole('link', { name: 'Device', exact: true }).click();
  await field(page, 'Name').fill('hall');
  await field(page, 'Address').fill(companion.url);
  await page.getByLabel('Observe only').uncheck();
  await field(page, 'Deck').selectOption({ label: 'Stream Deck MK.2 5×3' });
  await save(page).click();
  await expect(heading(page, 'hall')).toBeVisible();

  await page.getByRole('link', { name: 'Protocols', exact: true }).click();
  await newOne(page, 'New protocol').click();
  await field(page, 'Name').fill('hall_press');
  await field(page, 'Path').fill('/api/location/{page}/{row}/{col}/press');
  await expect(page.getByText('3 required, found in the template')).toBeVisible();
  await save(page).click();
  await expect(heading(page, 'hall_press')).toBeVisible();

  for (const [name, column] of [
    ['camera_1', 0],
    ['camera_2', 1],
  ] as const) {
    await rail(page, 'Intents').click();
    await newOne(page, 'New intent').click();
    await field(page, 'Name').fill(name);
    await button(page, 'Action').click();
    await choose(page, 'Protocol', 'hall_press');
    await choose(page, 'Device', 'hall');
    await button(page, 'Pick the key on a deck').click();
    await button(page, `Row 0, column ${column}`).click();
    await save(page).click();
    await expect(heading(page, name)).toBeVisible();
    await button(page, 'Put on a key').click();
    await field(page, 'Deck').selectOption('hall');
    await button(page, `Row 0, column ${column}`).click();
    await button(page, `Put it on 1/0/${column}`).click();
    await expect(page.getByText(`hall 1/0/${column}`, { exact: true })).toBeVisible();
  }

  await rail(page, 'Macros').click();
  await page.getByRole('button', { name: 'Make the first one' }).click();
  await field(page, 'Name').fill('Both cameras');
  await field(page, 'Id').fill('both');
  await page.getByText('No intent yet').first().click();
  await field(page, 'Intent').last().fill('camera_1');
  await button(page, 'Intent').click();
  await field(page, 'Intent').last().fill('camera_2');
  await save(page).click();
  await expect(button(page, 'Run')).toBeEnabled();
  await page.getByRole('tab', { name: 'Macro' }).click();
  await button(page, 'Put on a key').click();
  await field(page, 'Deck').selectOption('hall');
  await button(page, 'Row 2, column 4').click();
  await button(page, 'Put it on 1/2/4').click();

  await rail(page, 'Control room').click();
  await page.getByRole('combobox', { name: 'Surface' }).selectOption('hall');
  await press(page, '1/0/1', 'ok');
  expect(await companion.received()).toEqual(['1/0/1 press']);
  await press(page, '1/2/4', 'ok');
  expect(await companion.received()).toEqual(['1/0/1 press', '1/0/0 press', '1/0/1 press']);
});

test('the keyboard alone makes a show from nothing and runs it', async ({ room }) => {
  test.setTimeout(120_000);
  const { page, companion } = room;
  const keys = keyboardOf(page);

  await keys.enter(rail(page, 'Devices & protocols'));
  await keys.enter(page.getByRole('link', { name: 'Device', exact: true }));
  await keys.type(field(page, 'Name'), 'hall');
  await keys.type(field(page, 'Address'), companion.url);
  await keys.tick(page.getByLabel('Observe only'));
  await keys.choose(field(page, 'Deck'), 'Stream Deck MK');
  await keys.press('Control+S');
  await expect(heading(page, 'hall')).toBeVisible();

  await keys.enter(page.getByRole('link', { name: 'Protocols', exact: true }));
  await keys.enter(newOne(page, 'New protocol'));
  await keys.type(field(page, 'Name'), 'hall_press');
  await keys.type(field(page, 'Path'), '/api/location/{page}/{row}/{col}/press');
  await keys.press('Control+S');
  await expect(heading(page, 'hall_press')).toBeVisible();

  await keys.enter(rail(page, 'Intents'));
  await keys.enter(newOne(page, 'New intent'));
  await keys.type(field(page, 'Name'), 'camera_1');
  await keys.enter(button(page, 'Action'));
  for (const [label, words] of [
    ['Protocol', 'hall_press'],
    ['Device', 'hall'],
  ] as const) {
    await keys.type(picker(page, label), words);
    // It closes the list.
    await keys.press('Tab');
    await expect(picker(page, label)).toHaveValue(words);
  }
  await keys.enter(button(page, 'Pick the key on a deck'));
  await keys.tabTo(button(page, 'Row 0, column 0'));
  await keys.press('ArrowRight');
  await keys.press('Enter');
  await keys.press('Control+S');
  await expect(heading(page, 'camera_1')).toBeVisible();
  await keys.enter(button(page, 'Put on a key'));
  await keys.choose(field(page, 'Deck'), 'hall');
  await keys.enter(button(page, 'Put it on 1/0/0'));
  await expect(page.getByText('hall 1/0/0', { exact: true })).toBeVisible();

  await keys.enter(rail(page, 'Macros'));
  await keys.enter(page.getByRole('button', { name: 'Make the first one' }));
  await keys.type(field(page, 'Name'), 'Twice');
  await keys.type(field(page, 'Id'), 'twice');
  await keys.tabTo(page.getByRole('grid', { name: 'Steps' }));
  await keys.press('Home');
  await keys.press('Enter');
  await keys.type(field(page, 'Intent').last(), 'camera_1');
  await keys.enter(button(page, 'Intent'));
  await keys.type(field(page, 'Intent').last(), 'camera_1');
  await keys.press('Control+S');
  await keys.enter(button(page, 'Run'));
  await expect.poll(() => companion.received()).toEqual(['1/0/1 press', '1/0/1 press']);

  await keys.enter(rail(page, 'Control room'));
  await keys.choose(page.getByRole('combobox', { name: 'Surface' }), 'hall');
  const key = page.locator('main [data-key="1/0/0"]');
  await keys.enter(key);
  await expect(key).toHaveAttribute('data-outcome', 'ok');
  expect(await companion.received()).toHaveLength(3);
});
