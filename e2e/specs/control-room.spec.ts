import { isLive, keyAt, press } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';
import { atEverySize, fitsSideways, standsInNobodysWay } from '../fixtures/looks.ts';

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

test('it fits every size without scrolling sideways', async ({ page }) => {
  test.slow();
  await atEverySize(page, async () => {
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    for (const key of ['1/0/0', '1/3/7'])
      await expect(keyAt(page, key)).toBeInViewport({ ratio: 1 });
    await fitsSideways(page);
  });
});
