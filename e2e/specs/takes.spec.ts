import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const NAME = 'Test pattern 3';
const SESSION = 'e2e_takes';

const takes = (page: Page): Locator => page.getByRole('grid', { name: /^Takes/ });
const tile = (page: Page): Locator => page.getByRole('article', { name: NAME, exact: true });
const toCameras = (page: Page): Promise<void> =>
  page.getByRole('navigation').first().getByRole('link', { name: 'Cameras' }).click();
const frameNumber = (page: Page): Locator => page.locator('.frame-number b');
const picture = (page: Page): Locator => page.getByRole('img', { name: /^Frame \d+ of / });
const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Frame' });

/** Of the frame that is shown, in milliseconds since the first. */
const msInTake = async (page: Page): Promise<number> => {
  const text = await page.locator('.frame-figures div', { hasText: 'In the take' }).innerText();
  const [, minutes, seconds] = /(\d+):([\d.]+)$/.exec(text) ?? [];
  return Number(minutes) * 60_000 + Number(seconds) * 1000;
};
/** Frames of a busy machine come as they come: a second is one of them that is near. */
const isNear = async (page: Page, ms: number): Promise<void> => {
  await expect.poll(async () => Math.abs((await msInTake(page)) - ms)).toBeLessThan(250);
};

/** What is drawn, once it is the picture of that frame. */
const pixelsOf = async (page: Page, frame: number): Promise<string> => {
  await expect(frameNumber(page)).toHaveText(String(frame));
  await expect(picture(page)).toHaveAttribute('data-frame', String(frame));
  return picture(page).evaluate((canvas) =>
    canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : '',
  );
};

/** A test picture at its smallest, once it comes at its rate: one that starts late catches up first. */
const assign = async (page: Page): Promise<void> => {
  await toCameras(page);
  await page.getByRole('button', { name: 'Add a camera' }).first().click();
  await page.getByRole('button', { name: `Assign ${NAME}` }).click();
  await expect(tile(page)).toHaveAttribute('data-status', 'live');
  await tile(page).getByRole('button', { name: NAME, exact: true }).click();
  await page.getByLabel('Mode', { exact: true }).selectOption({ label: '640×360 25 MJPG' });
  await expect(tile(page)).toContainText('640×360 25');
  await expect(tile(page)).toHaveAttribute('data-status', 'live');
  await expect(tile(page).locator('dd').first()).toHaveText(/^2[45]\.\d\d$/, {
    timeout: 15_000,
  });
};

/** Records two seconds of pictures, however long they take. The line of the take, judged. */
const record = async (page: Page, trial: number): Promise<Locator> => {
  await page.getByLabel('Session', { exact: true }).fill(SESSION);
  await page.getByLabel('Trial', { exact: true }).fill(String(trial));
  await page.getByRole('button', { name: `Record ${NAME}` }).click();
  const running = takes(page).getByRole('row', { name: new RegExp(`REC.*${SESSION}`) });
  await expect(running).toBeVisible();
  await expect
    .poll(async () => Number(await running.getByRole('gridcell').nth(6).textContent()))
    .toBeGreaterThan(50);
  await page.getByRole('button', { name: `Stop ${NAME}` }).click();
  const row = takes(page).getByRole('row', {
    name: RegExp(`(PASS|FAIL) 00${trial}.*${SESSION}`),
  });
  await expect(row).toBeVisible({ timeout: 15_000 });
  return row;
};

/** A machine that others use too may well fail a take, and says so: then it gets another try. */
const recordOne = async (page: Page): Promise<Locator> => {
  for (const trial of [1, 2]) {
    const row = await record(page, trial);
    if (await row.getByText('PASS', { exact: true }).isVisible()) return row;
  }
  const row = await record(page, 3);
  await expect(row.getByText('PASS', { exact: true })).toBeVisible();
  return row;
};

test.afterEach(async ({ page }) => {
  await toCameras(page);
  const release = page.getByRole('button', { name: `Release ${NAME}` });
  if (await release.isVisible()) await release.click();
});

test('a take is recorded, judged, and gone through frame by frame', async ({ page }) => {
  test.setTimeout(90_000);
  await isLive(page);
  await assign(page);
  const row = await recordOne(page);

  await test.step('the list leads to it with the keyboard', async () => {
    await page.getByRole('combobox', { name: 'Show the session' }).selectOption(SESSION);
    await takes(page).focus();
    await page.keyboard.press('Home');
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`${SESSION}_trial00`);
  });

  await test.step('each step shows another picture', async () => {
    const first = await pixelsOf(page, 0);
    await expect(slider(page)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    const second = await pixelsOf(page, 1);
    expect(second).not.toBe(first);
    await page.keyboard.press('Shift+ArrowRight');
    await pixelsOf(page, 11);
    const before = await msInTake(page);
    await page.keyboard.press('Control+ArrowRight');
    await isNear(page, before + 1000);
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
    await isNear(page, 1000);
    await field.fill('20');
    await field.press('Enter');
    await pixelsOf(page, 20);
    await expect(page.getByText(/^In the take/)).toBeVisible();
  });

  await test.step('a reload keeps the place', async () => {
    const before = await pixelsOf(page, 20);
    await expect(page).toHaveURL(/trial00\d[^/]*\.mkv\/20$/);
    await page.reload();
    expect(await pixelsOf(page, 20)).toBe(before);
  });

  await test.step('it plays to its end', async () => {
    await page.getByRole('button', { name: 'Play' }).click();
    // A busy machine plays it as it can.
    await expect(page.getByRole('button', { name: /^Last frame/ })).toBeDisabled({
      timeout: 20_000,
    });
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  });

  await test.step('everybody can use it', async () => {
    const axe = new AxeBuilder({ page }).setLegacyMode();
    expect((await axe.analyze()).violations).toEqual([]);
  });

  await test.step('Escape leads back to its line in the list', async () => {
    await slider(page).press('Escape');
    await expect(takes(page)).toBeFocused();
    await expect(row).toHaveAttribute('aria-selected', 'true');
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
