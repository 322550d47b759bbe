import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const NAME = 'Test pattern 3';
const SESSION = 'e2e_takes';

const takes = (page: Page): Locator => page.getByRole('grid', { name: /^Takes/ });
const tile = (page: Page): Locator => page.getByRole('article', { name: NAME, exact: true });
const frameNumber = (page: Page): Locator => page.locator('.frame-number b');
const picture = (page: Page): Locator => page.getByRole('img', { name: /^Frame \d+ of / });
const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Frame' });

/** What is drawn, once it is the picture of that frame. */
const pixelsOf = async (page: Page, frame: number): Promise<string> => {
  await expect(frameNumber(page)).toHaveText(String(frame));
  await expect(picture(page)).toHaveAttribute('data-frame', String(frame));
  return picture(page).evaluate((canvas) =>
    canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : '',
  );
};

/** A test picture at its smallest, so that a busy machine keeps up. */
const assign = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Cameras', exact: true }).click();
  await page.getByRole('button', { name: 'Add a camera' }).first().click();
  await page.getByRole('button', { name: `Assign ${NAME}` }).click();
  await expect(tile(page)).toHaveAttribute('data-status', 'live');
  await tile(page).getByRole('button', { name: NAME, exact: true }).click();
  await page.getByLabel('Mode', { exact: true }).selectOption({ label: '640×360 25 MJPG' });
  await expect(tile(page)).toContainText('640×360 25');
  await expect(tile(page)).toHaveAttribute('data-status', 'live');
};

const record = async (page: Page, trial: number): Promise<void> => {
  await page.getByLabel('Session', { exact: true }).fill(SESSION);
  await page.getByLabel('Trial', { exact: true }).fill(String(trial));
  await page.getByRole('button', { name: `Record ${NAME}` }).click();
  const running = takes(page).getByRole('row', { name: new RegExp(`REC.*${SESSION}`) });
  await expect(running).toBeVisible();
  // Two seconds of pictures, however long they take.
  await expect
    .poll(async () => Number(await running.getByRole('gridcell').nth(6).textContent()))
    .toBeGreaterThan(50);
  await page.getByRole('button', { name: `Stop ${NAME}` }).click();
};

test.afterEach(async ({ page }) => {
  await page.getByRole('link', { name: 'Cameras', exact: true }).click();
  const release = page.getByRole('button', { name: `Release ${NAME}` });
  if (await release.isVisible()) await release.click();
});

test('a take is recorded, judged, and gone through frame by frame', async ({ page }) => {
  test.setTimeout(60_000);
  await isLive(page);
  await assign(page);
  await record(page, 1);
  const row = takes(page).getByRole('row', { name: new RegExp(`PASS 001.*${SESSION}`) });
  await expect(row).toBeVisible({ timeout: 15_000 });

  await test.step('the list leads to it with the keyboard', async () => {
    await page.getByRole('combobox', { name: 'Show the session' }).selectOption(SESSION);
    await takes(page).focus();
    await page.keyboard.press('Home');
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`${SESSION}_trial001`);
  });

  await test.step('each step shows another picture', async () => {
    const first = await pixelsOf(page, 0);
    await expect(slider(page)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    const second = await pixelsOf(page, 1);
    expect(second).not.toBe(first);
    await page.keyboard.press('Shift+ArrowRight');
    await pixelsOf(page, 11);
    await page.keyboard.press('Control+ArrowRight');
    await expect(frameNumber(page)).toHaveText(/^(3[4-8])$/);
    await page.keyboard.press('Home');
    expect(await pixelsOf(page, 0)).toBe(first);
    await page.getByRole('button', { name: /^1 frame on/ }).click();
    expect(await pixelsOf(page, 1)).toBe(second);
    await page.keyboard.press('End');
    await expect(page.getByRole('button', { name: /^1 frame on/ })).toBeDisabled();
  });

  await test.step('a frame or a time that is typed is gone to', async () => {
    const field = page.getByLabel('Go to a frame or a time');
    await field.fill('nowhere');
    await field.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Type a frame as 120');
    await field.fill('0:01');
    await field.press('Enter');
    await expect(frameNumber(page)).toHaveText(/^(2[3-7])$/);
    await field.fill('20');
    await field.press('Enter');
    await pixelsOf(page, 20);
    await expect(page.getByText(/^In the take/)).toBeVisible();
  });

  await test.step('a reload keeps the place', async () => {
    const before = await pixelsOf(page, 20);
    await expect(page).toHaveURL(/trial001[^/]*\.mkv\/20$/);
    await page.reload();
    expect(await pixelsOf(page, 20)).toBe(before);
  });

  await test.step('it plays to its end', async () => {
    await page.getByRole('button', { name: 'Play' }).click();
    await expect(page.getByRole('button', { name: /^Last frame/ })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  });

  await test.step('everybody can use it', async () => {
    const axe = new AxeBuilder({ page }).setLegacyMode();
    expect((await axe.analyze()).violations).toEqual([]);
  });

  await test.step('Escape leads back to its line in the list', async () => {
    await slider(page).press('Escape');
    await expect(takes(page)).toBeVisible();
    expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  });
});

test('a take that is not there is said to be', async ({ page }) => {
  await isLive(page);
  await page.evaluate(() => {
    location.hash = '/cameras/takes/no_such_take.mkv/5';
  });
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { name: /^There is no take/ })).toBeVisible();
  await main.getByRole('link', { name: 'Show all takes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cameras' })).toBeVisible();
});
