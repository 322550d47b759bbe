import type { Page } from '@playwright/test';
import {
  assign,
  CAMERA,
  fact,
  moves,
  pageLink,
  release,
  standsStill,
} from '../fixtures/camera.ts';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

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
  await standsStill(page);
  await setHidden(page, false);
  await expect(fact(page, 'Viewers')).toHaveText('1');
  await moves(page);
});
