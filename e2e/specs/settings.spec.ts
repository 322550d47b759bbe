import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { isLive, press } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const openSettings = (page: Page): Promise<void> =>
  page.evaluate(() => {
    location.hash = '/settings';
  });

test('a surface is taken from the simulator to Companion and back', async ({
  page,
  witness,
}) => {
  const companion = createServer((_request, response) => {
    response.setHeader('X-App', 'Bitfocus Companion');
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(companion, 'listening');
  const { port } = z.object({ port: z.int() }).parse(companion.address());
  const open = (name: string) => page.getByRole('link', { name }).click();
  try {
    await isLive(page);
    await open('Settings');
    await page.getByLabel('HTTP port').fill(String(port));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Drop changes' })).toHaveCount(0);
    const simulate = page.getByRole('switch', { name: 'Simulate studio_main' });
    await open('Devices & protocols');
    await simulate.click();
    await expect(simulate).not.toBeChecked();
    await expect(page.getByText(`127.0.0.1:${port} · the show’s Companion`)).toBeVisible();

    await open('Control room');
    await press(page, '1/0/1', 'ok');
    const { trace } = await witness.executionOf('cam_2_anchor');
    expect(trace[0]?.command).toMatchObject({
      url: `http://127.0.0.1:${port}/api/location/1/0/1/press`,
    });

    await open('Devices & protocols');
    await simulate.click();
    await expect(simulate).toBeChecked();
  } finally {
    companion.close();
  }
});

test('what is wrong stays typed, the rest is saved; of two people both are shown', async ({
  page,
  host,
}) => {
  await openSettings(page);
  const port = page.getByLabel('TCP port');
  const tries = page.getByLabel('Tries in all');
  await port.fill('99999');
  await tries.fill('4');
  await expect(page.getByRole('region', { name: 'Not saved' })).toContainText(
    'TCP port: A port is a number from 1 to 65535',
  );
  await page.getByRole('button', { name: 'Save the rest' }).click();
  await expect(page.getByText('All else is saved.')).toBeVisible();
  await page.reload();
  await expect(port).toHaveValue('99999');
  await expect(tries).toHaveValue('4');

  const second = await host.openPage();
  await openSettings(second.page);
  await second.page.getByLabel('Tries in all').fill('3');
  await second.page.getByLabel('TCP port').fill('16700');
  await second.page.keyboard.press('Control+s');
  await expect(page.getByText('Somebody else changed the settings meanwhile')).toBeVisible();
  await second.close();
  await port.fill('16701');
  await page.keyboard.press('Control+s');
  const conflict = page.getByRole('dialog');
  await expect(conflict).toContainText('16700');
  await expect(conflict).toContainText('16701');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Drop changes' }).click();
  await expect(port).toHaveValue('16700');
  await expect(tries).toHaveValue('3');
  await port.fill('16759');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('button', { name: 'Drop changes' })).toHaveCount(0);
});
