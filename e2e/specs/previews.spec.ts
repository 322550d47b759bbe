import type { Locator, Page } from '@playwright/test';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

/** The demo show may use the first ones. */
const CAMERA = 'Test pattern 3';

const pageLink = (page: Page, name: string): Locator =>
  page.getByRole('navigation').getByRole('link', { name, exact: true });

const tileOf = (page: Page): Locator =>
  page.getByRole('article', { name: CAMERA, exact: true });

/** A figure of the camera that is chosen. */
const fact = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: `Controls of ${CAMERA}` })
    .locator('dt', { hasText: name })
    .locator('+ dd');

const assign = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Add a camera' }).first().click();
  await page.getByRole('button', { name: `Assign ${CAMERA}` }).click();
  await expect(tileOf(page)).toHaveAttribute('data-status', 'live');
};

const release = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: `Release ${CAMERA}` }).click();
  await expect(tileOf(page)).toHaveCount(0);
};

/** Three looks at the picture, each other than the one before. */
const moves = async (page: Page): Promise<void> => {
  const picture = page.getByRole('img', { name: `Picture of ${CAMERA}` });
  await expect(picture).toBeVisible();
  await expect(tileOf(page).getByText('waiting for a picture')).toHaveCount(0);
  let before = await picture.screenshot();
  for (let look = 0; look < 2; look += 1) {
    await expect
      .poll(async () => {
        const now = await picture.screenshot();
        const isOther = !now.equals(before);
        before = now;
        return isOther;
      })
      .toBe(true);
  }
};

/** What the page believes of itself, as when its window is covered. */
const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);

test.beforeEach(async ({ page }) => {
  await isLive(page);
  await pageLink(page, 'Cameras').click();
  await assign(page);
  await page.getByRole('button', { name: CAMERA, exact: true }).click();
});
test.afterEach(({ page }) => release(page));

test('a camera shows what it sees, and how soon', async ({ page }) => {
  await moves(page);
  await expect(fact(page, 'To screen p95')).toHaveText(/^\d+ ms$/);
  await expect(fact(page, 'Viewers')).toHaveText('1');
});

test('the picture is there again on the way back to its page', async ({ page }) => {
  await moves(page);
  for (const other of ['Telemetry', 'Control room']) {
    await pageLink(page, other).click();
    await expect(page.getByRole('heading', { name: 'Cameras', level: 1 })).toHaveCount(0);
    await pageLink(page, 'Cameras').click();
    await moves(page);
  }
  await page.getByRole('button', { name: CAMERA, exact: true }).click();
  await expect(fact(page, 'Viewers')).toHaveText('1');
});

test('a camera that was released and assigned again is seen again', async ({ page }) => {
  await moves(page);
  await release(page);
  await assign(page);
  await moves(page);
});

test('a page that nobody sees takes no pictures', async ({ page }) => {
  await moves(page);
  await expect(fact(page, 'Viewers')).toHaveText('1');
  await setHidden(page, true);
  await expect(fact(page, 'Viewers')).toHaveText('0');
  await setHidden(page, false);
  await expect(fact(page, 'Viewers')).toHaveText('1');
  await moves(page);
});
