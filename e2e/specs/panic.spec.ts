import { executionsList, isLive, keyAt, pointerDown, press } from '../fixtures/control-room.ts';
import { corner, lift, report } from '../fixtures/panic.ts';
import { expect, test } from '../fixtures/test.ts';
import { atEverySize, fitsSideways, seriousViolations } from '../fixtures/looks.ts';

test.beforeEach(({ page }) => isLive(page));
test.afterEach(async ({ page }) => {
  if ((await report(page).count()) > 0) await lift(page);
});

test('let go too early it stops nothing', async ({ page }) => {
  const button = corner(page).filter({ hasText: 'PANIC' });
  await button.hover();
  await page.mouse.down();
  await expect(button).toContainText('more');
  await page.mouse.up();
  await expect(button).toContainText('hold 0.6 s');
  await press(page, '1/0/0', 'ok');
  await expect(report(page)).toHaveCount(0);
});

test('held it lets go of keys, says what it ended, and only the operator can fire', async ({
  page,
  witness,
}) => {
  await page.getByRole('tab', { name: /Audio/ }).click();
  await keyAt(page, '3/1/0').focus();
  await page.keyboard.down('Enter');
  const down = await witness.execution(({ key }) => key?.phase === 'down');
  const button = corner(page).filter({ hasText: 'PANIC' });
  await button.hover();
  await page.mouse.down();
  await expect(report(page)).toBeVisible();
  await page.mouse.up();
  await expect(report(page)).toContainText(/Stopped at \d\d:\d\d:\d\d\.\d{3}/);
  await expect(report(page)).toContainText('By the operator');
  await expect(report(page)).toContainText('1 key let go');
  await expect
    .poll(async () => (await witness.received(down)).map(({ action }) => action))
    .toEqual(['down', 'up']);
  await page.keyboard.up('Enter');

  await expect(page.getByRole('region', { name: 'Deck' })).toContainText('Operator only');
  await expect(corner(page).filter({ hasText: 'LIFT' })).toBeVisible();
  await page.getByRole('tab', { name: /Show/ }).click();
  await press(page, '1/0/0', 'ok');
});

test('Ctrl+Shift+Esc stops at once, also a macro; its runs lead to their traces', async ({
  page,
  witness,
}) => {
  const key = keyAt(page, '1/1/7');
  await pointerDown(page, key);
  await page.mouse.up();
  await expect(key).toHaveAttribute('data-outcome', 'running');
  // A key says so before the engine has heard of the press; the list does not.
  await expect(executionsList(page).getByText(/step \d of \d/)).toBeVisible();
  await page.keyboard.press('Control+Shift+Escape');
  await expect(report(page)).toContainText('1 macro stopped');
  await expect(key).toHaveAttribute('data-outcome', /^(cancelled|unknown)$/);
  const run = await witness.execution(({ macro }) => macro !== undefined);
  expect(['cancelled', 'unknown']).toContain(run.outcome);

  await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
  await expect(report(page)).toBeVisible();
});

test('it is seen by whoever opens the page later, and stays until it is lifted', async ({
  page,
}) => {
  await page.keyboard.press('Control+Shift+Escape');
  await expect(report(page)).toBeVisible();
  await page.reload();
  await isLive(page);
  await expect(report(page)).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(/PANIC for\s*00:00:\d\d/);
  expect(await seriousViolations(page)).toEqual([]);
  await report(page).getByRole('button', { name: /^Lift/ }).hover();
  await page.mouse.down();
  await expect(report(page)).toHaveCount(0);
  await page.mouse.up();
  await expect(corner(page).filter({ hasText: 'PANIC' })).toBeVisible();
});

test('it moves no key at any size', async ({ page }) => {
  test.slow();
  await atEverySize(page, async () => {
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await isLive(page);
    const key = keyAt(page, '1/3/5');
    await expect(key).toBeVisible();
    const before = await key.boundingBox();
    await page.keyboard.press('Control+Shift+Escape');
    await expect(report(page)).toBeVisible();
    // The deck is measured anew when the report comes: once it stands, each key is where it was.
    await expect.poll(() => key.boundingBox()).toEqual(before);
    await fitsSideways(page);
    await lift(page);
  });
});
