import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { isLive, press } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const chart = (page: Page, name: string): Locator =>
  page.getByRole('region', { name, exact: true });

const openTelemetry = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Telemetry' }).click();
  await expect(page.getByText(/^live, /)).toBeVisible();
  // The first sample has come.
  await expect(chart(page, 'CPU').getByRole('button', { name: /\d$/ })).toBeVisible();
};

/** The drawn part of a chart, where the pointer means something. */
const plotOf = (page: Page, name: string): Locator => chart(page, name).locator('.u-over');

const cursorTimes = (page: Page): Locator => page.locator('.plot .now:not([hidden])');

const charts = (page: Page): Locator => page.getByRole('region', { name: /^Charts/ });

test('a press is in the charts within seconds', async ({ page }) => {
  await isLive(page);
  await press(page, '1/0/7', 'ok');
  await openTelemetry(page);
  const latency = chart(page, 'Latency');
  for (const name of [/^studio_main \d/, /^http \d/])
    await expect(latency.getByRole('radio', { name })).toBeAttached();
  for (const [name, value] of [
    ['Redis', /^ping \d/],
    ['CPU', /^engine \d/],
    ['Memory', /^engine \d{2,}$/],
    ['Event loop', /^p99 \d/],
    ['Queue', /^waiting \d/],
    ['Retries', /^retries \d/],
  ] as const)
    await expect(chart(page, name).getByRole('button')).toHaveAccessibleName(value);
});

test('one cursor goes through all charts, by pointer and by keys', async ({ page }) => {
  await isLive(page);
  await openTelemetry(page);
  await page.getByText('1 min', { exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  const plot = plotOf(page, 'Executions');
  const { width = 0 } = (await plot.boundingBox()) ?? {};
  await plot.hover({ position: { x: width - 2, y: 20 } });
  await expect(cursorTimes(page)).toHaveCount(2);
  const [left, right] = await cursorTimes(page).allTextContents();
  expect(left).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(right).toBe(left);

  await page.mouse.move(0, 0);
  await expect(cursorTimes(page)).toHaveCount(0);
  await charts(page).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(cursorTimes(page)).toHaveText([left ?? '', left ?? '']);
  await page.keyboard.press('Escape');
  await expect(cursorTimes(page)).toHaveCount(0);
});

test('a pause holds the charts still, by button and by Space', async ({ page }) => {
  await isLive(page);
  await openTelemetry(page);
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.click();
  await expect(pause).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('paused, measuring goes on')).toBeVisible();
  await charts(page).focus();
  await page.keyboard.press(' ');
  await expect(pause).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByText(/^live, /)).toBeVisible();
});

test('a drag zooms every chart, and there are two ways back', async ({ page }) => {
  await isLive(page);
  await openTelemetry(page);
  const reset = page.getByRole('button', { name: 'Reset zoom' });
  await expect(reset).toBeDisabled();
  const plot = plotOf(page, 'CPU');
  const drag = async (): Promise<void> => {
    const box = await plot.boundingBox();
    if (!box) throw new Error('the chart is not on the page');
    await page.mouse.move(box.x + 40, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + 20);
    await page.mouse.move(box.x + 160, box.y + 20);
    await page.mouse.up();
    await expect(reset).toBeEnabled();
    await expect(page.getByRole('radio', { name: '10 min' })).not.toBeChecked();
  };
  await drag();
  await reset.click();
  await expect(reset).toBeDisabled();
  await expect(page.getByRole('radio', { name: '10 min' })).toBeChecked();
  await drag();
  await plotOf(page, 'Memory').dblclick();
  await expect(reset).toBeDisabled();
});

test('everybody can use the page, and a series is put aside in its legend', async ({
  page,
}) => {
  await isLive(page);
  await openTelemetry(page);
  const failed = chart(page, 'Executions').getByRole('button', { name: /^failed/ });
  await failed.focus();
  await page.keyboard.press('Enter');
  await expect(failed).toHaveAttribute('aria-pressed', 'false');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
});
