import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';
import { atEverySize, fitsSideways, standsInNobodysWay } from '../fixtures/looks.ts';

const openCameras = async (page: Page): Promise<void> => {
  await isLive(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Cameras' }).click();
  for (const slot of ['cam_1', 'cam_2'])
    await expect(tile(page, slot)).toHaveAttribute('data-status', 'live', { timeout: 15_000 });
};

const tile = (page: Page, slot: string): Locator =>
  page.locator(`main [data-camera="${slot}"]`);

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('main').getByRole('button', { name });

const takeRow = (page: Page, name: RegExp): Locator =>
  page.getByRole('grid', { name: /^Takes/ }).getByRole('row', { name });

/** Whatever a test left running would be the next one's. */
test.afterEach(async ({ page }) => {
  const end = button(page, 'End session');
  if (await end.isVisible()) await end.click();
  const stop = button(page, 'Stop all');
  if ((await stop.isVisible()) && (await stop.isEnabled())) await stop.click();
  for (const slot of ['cam_1', 'cam_2'])
    await expect(tile(page, slot)).not.toHaveAttribute('data-tally', 'rec');
});

test('the demo has two cameras that run, here and in the control room', async ({ page }) => {
  await isLive(page);
  const strip = page.getByRole('region', { name: 'Cameras', exact: true });
  await expect(strip.getByText('0 of 2 recording')).toBeVisible({ timeout: 15_000 });
  await expect(strip.getByText('1 Wide')).toBeVisible();
  await openCameras(page);
  await expect(tile(page, 'cam_2').getByText('2 Anchor')).toBeVisible();
  const fps = tile(page, 'cam_1').locator('dd').first();
  await expect(fps).toHaveText(/^\d+\.\d\d$/);
});

test('all record together, pause, resume, and stop with a verdict each', async ({ page }) => {
  await openCameras(page);
  await page.getByLabel('Session', { exact: true }).fill('e2e_all');
  await page.getByLabel('Trial', { exact: true }).fill('7');
  await button(page, /^Record all/).click();
  for (const slot of ['cam_1', 'cam_2'])
    await expect(tile(page, slot)).toHaveAttribute('data-tally', 'rec');
  await expect(page.getByRole('banner').getByText('2 cameras')).toBeVisible();
  await expect(page.getByRole('banner').getByText('Disk left')).toBeVisible();
  await button(page, 'Pause all').click();
  await expect(tile(page, 'cam_1').getByText('PAUSED')).toBeVisible();
  await button(page, 'Resume all').click();
  await expect(tile(page, 'cam_1')).toHaveAttribute('data-tally', 'rec');
  await button(page, 'Stop all').click();
  for (const camera of ['1_Wide', '2_Anchor'])
    await expect(takeRow(page, new RegExp(`(PASS|FAIL) 007 ${camera}`))).toBeVisible({
      timeout: 15_000,
    });
});

test('a session names the takes, and its end ends them', async ({ page }) => {
  await openCameras(page);
  await page.getByLabel('Session', { exact: true }).fill('e2e_session');
  await button(page, 'Start session').click();
  await expect(button(page, 'End session')).toBeVisible();
  await expect(page.getByLabel('Session', { exact: true })).toHaveAttribute('readonly', '');
  await button(page, /^Record 1 Wide/).click();
  await expect(tile(page, 'cam_1')).toHaveAttribute('data-tally', 'rec');
  await button(page, 'End session').click();
  await expect(button(page, 'Start session')).toBeVisible({ timeout: 15_000 });
  await expect(takeRow(page, /(PASS|FAIL) .*e2e_session/)).toBeVisible({ timeout: 15_000 });
});

test('another folder is used, and one that is not there is said', async ({ page, host }) => {
  await openCameras(page);
  const disk = page.getByRole('region', { name: 'Disk for takes' });
  await expect(disk).toContainText('of disk left');
  const useFolder = async (path: string): Promise<void> => {
    await button(page, /^Folder for takes/).click();
    await page.getByLabel('Whole path').fill(path);
    await page.getByRole('button', { name: 'Use this folder' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  await useFolder(join(host.dataDir, 'gone'));
  await expect(disk).toContainText(/gone \(ENOENT/);
  await button(page, /^Record 1 Wide/).click();
  await expect(tile(page, 'cam_1').getByText(/Not started/)).toBeVisible();
  await mkdir(join(host.dataDir, 'other'), { recursive: true });
  await useFolder(join(host.dataDir, 'other'));
  await expect(disk).not.toContainText('ENOENT');
  await expect(button(page, /^Folder for takes/)).toContainText('other');
  await useFolder('');
  await expect(button(page, /^Folder for takes/)).toContainText('recordings');
});

test('the self-test finds every loss that it put in', async ({ page }) => {
  await openCameras(page);
  await button(page, 'Self-test').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/reported, exactly/)).toBeVisible({ timeout: 20_000 });
  await expect(dialog.getByText('agrees')).toHaveCount(6);
  await page.keyboard.press('Escape');
});

test('a path that is none is refused in words', async ({ page }) => {
  await openCameras(page);
  await button(page, /^Folder for takes/).click();
  await page.getByLabel('Whole path').fill('takes/here');
  await expect(page.getByText('Give the whole path of a folder, from the root.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use this folder' })).toBeDisabled();
  await page.keyboard.press('Escape');
});

test('a camera is released and assigned again', async ({ page }) => {
  await openCameras(page);
  await button(page, 'Release 2 Anchor').click();
  await expect(tile(page, 'cam_2').getByText('no camera assigned')).toBeVisible();
  await button(page, 'Assign a camera to cam_2').click();
  await page.getByRole('button', { name: 'Assign Test pattern 2' }).click();
  await expect(tile(page, 'cam_2')).toHaveAttribute('data-status', 'live', { timeout: 15_000 });
});

standsInNobodysWay(async (page, look) => {
  await openCameras(page);
  await look();
});

test('it fits every size without scrolling sideways', async ({ page }) => {
  await openCameras(page);
  await atEverySize(page, async () => {
    await fitsSideways(page);
    await expect(button(page, /^Record all/)).toBeInViewport();
  });
});
