import { isLive, keyAt, press } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';
import { standsInNobodysWay } from '../fixtures/looks.ts';

test.beforeEach(({ page }) => isLive(page));

test('the rail and the lamps say where one is and how things are', async ({ page }) => {
  await expect(
    page.getByRole('navigation').getByRole('link', { name: 'Control room' }),
  ).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Late Edition');
  await expect(page.getByRole('banner')).toContainText(/Redis/);
  await expect(keyAt(page, '1/3/7')).toBeVisible();
});

test('the page loads without a complaint of the browser', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.reload();
  await isLive(page);
  await press(page, '1/2/2', 'ok');
  await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

standsInNobodysWay(async (page, look) => {
  await press(page, '1/0/2', 'failed');
  await look();
});

for (const [width, height] of [
  [1024, 640],
  [1440, 900],
  [820, 1180],
] as const) {
  test(`it fits ${width}×${height} without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await expect(keyAt(page, '1/0/0')).toBeInViewport({ ratio: 1 });
    await expect(keyAt(page, '1/3/7')).toBeInViewport({ ratio: 1 });
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
