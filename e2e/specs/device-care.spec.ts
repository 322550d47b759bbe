import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  dropDevices,
  openDevice,
  openDevices,
  putDevices,
  row,
  storedDevice,
} from '../fixtures/devices.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis, redisPid } from '../fixtures/redis.ts';
import { seriousViolations } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

test('a megabyte that is pasted is kept and answered, and leaves the rest as it was', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'huge', connection_url: 'tcp://127.0.1.4:9250' });
  await openDevices(page);
  const form = await openDevice(page, 'huge');
  const megabyte = 1_200_000;
  const address = form.getByRole('textbox', { name: 'Address' });
  await address.fill('x'.repeat(megabyte));
  await expect(form.getByText(/Write it like http/).last()).toBeVisible();
  // Of what no field can hold the beginning is shown.
  await expect(address).toHaveValue(/^x{200}…$/);
  await form.getByRole('button', { name: 'Clear Address' }).click();
  await address.fill('tcp://127.0.1.4:9251');
  const notes = form.getByRole('textbox', { name: /Notes for programs/ });
  await notes.fill(JSON.stringify({ note: 'y'.repeat(megabyte) }));
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/is the most/).first()).toBeVisible();
  await expect(notes).toHaveValue(/^\{"note":"y{191}…$/);
  expect(await storedDevice(host, 'huge')).toMatchObject({
    connection_url: 'tcp://127.0.1.4:9250',
  });
  await form.getByRole('button', { name: /^Clear Notes/ }).click();
  await notes.fill('{"rack": "B2"}');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => storedDevice(host, 'huge'))
    .toMatchObject({ connection_url: 'tcp://127.0.1.4:9251', metadata: { rack: 'B2' } });
  await dropDevices(host, 'huge');
});

test('of two people one deletes what the other edits: it is told, and yours can be kept', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'doomed', rows: 4, cols: 8 });
  await openDevices(page);
  const form = await openDevice(page, 'doomed');
  await form.getByLabel('Pages').fill('42');
  const other = await host.openPage();
  await openDevices(other.page);
  await openDevice(other.page, 'doomed');
  await other.page.getByRole('button', { name: 'Delete doomed' }).click();
  await other.page
    .getByRole('alertdialog', { name: 'Delete doomed' })
    .getByRole('button', { name: 'Delete doomed' })
    .click();
  await expect(form.getByText(/Somebody else deleted it meanwhile/)).toBeVisible();
  await expect(form.getByLabel('Pages')).toHaveValue('42');
  await page.reload();
  await expect(form.getByLabel('Pages')).toHaveValue('42');
  await form.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: /doomed/ });
  await expect(dialog).toBeVisible();
  await dialog
    .getByRole('button', { name: /Save|Keep|again/ })
    .first()
    .click();
  await expect.poll(() => storedDevice(host, 'doomed')).toMatchObject({ page_count: 42 });
  await other.close();
  await dropDevices(host, 'doomed');
});

test('a save while Redis is away is kept, told, and done when it is back', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'patient' });
  await openDevices(page);
  const form = await openDevice(page, 'patient');
  const redis = await redisPid(host.dataDir);
  process.kill(redis, 'SIGSTOP');
  try {
    await form.getByLabel('Pages').fill('33');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByText(/saved as soon as the store is back/)).toBeVisible({
      timeout: 15_000,
    });
    await expect(form.getByLabel('Pages')).toHaveValue('33');
  } finally {
    process.kill(redis, 'SIGCONT');
  }
  await expect
    .poll(() => storedDevice(host, 'patient'), { timeout: 20_000 })
    .toMatchObject({ page_count: 33 });
  await expect(form.getByText(/saved as soon as the store is back/)).toHaveCount(0);
  await dropDevices(host, 'patient');
});

test('a device gets another name, and what names it follows', async ({ page, host }) => {
  await putDevices(
    host,
    { device_id: 'old_name', connection_url: 'tcp://127.0.1.3:9250' },
    { device_id: 'with_backup', backup_device_id: 'old_name' },
  );
  await openDevices(page);
  await openDevice(page, 'old_name');
  await page.getByRole('button', { name: 'Rename old_name' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Rename old_name' });
  await expect(dialog).toContainText('1 device it backs up');
  const name = dialog.getByLabel('New name');
  await name.fill('new 😀');
  await expect(dialog.getByText(/no spaces, accents or emoji/)).toBeVisible();
  await name.fill('with_backup');
  await expect(dialog.getByText('There is another device of that name')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Rename it' })).toBeDisabled();
  await name.fill('new_name');
  expect(await seriousViolations(page)).toEqual([]);
  await name.press('Enter');
  await expect(page.getByRole('form', { name: 'new_name' })).toBeVisible();
  expect(await storedDevice(host, 'old_name')).toBeNull();
  expect(await storedDevice(host, 'new_name')).toMatchObject({
    connection_url: 'tcp://127.0.1.3:9250',
  });
  expect(await storedDevice(host, 'with_backup')).toMatchObject({
    backup_device_id: 'new_name',
  });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('form', { name: 'old_name' })).toBeVisible();
  expect(await storedDevice(host, 'new_name')).toBeNull();
  await dropDevices(host, 'old_name', 'with_backup');
});

test('two people see a new venue at once', async ({ page, host }) => {
  await openDevices(page);
  const other = await host.openPage();
  await openDevices(other.page);
  await other.page.getByRole('button', { name: 'Venue' }).click();
  const theirs = other.page.getByRole('dialog', { name: 'Venues' });
  await page.getByRole('button', { name: 'Venue' }).click();
  const mine = page.getByRole('dialog', { name: 'Venues' });
  await mine.getByLabel(/Save the addresses/).fill('arena');
  await mine.getByRole('button', { name: 'Save profile' }).click();
  await expect(theirs.getByRole('option', { name: 'arena' })).toBeAttached();
  await theirs.getByLabel('Venue', { exact: true }).selectOption('arena');
  await theirs.getByRole('button', { name: 'Delete this profile' }).click();
  await expect(mine.getByRole('option', { name: 'arena' })).toHaveCount(0);
  await other.close();
});

/** Looks at the devices twice a second, and says at once what is gone. */
const quickHealth = async ({ dataDir }: Host): Promise<void> => {
  const redis = await openRedis(dataDir);
  const key = 'mcr:bridge:companion:config';
  const config = JSON.parse((await redis.get(key)) ?? '{}');
  config.health_checks = { every_ms: 500, stale_after: 1 };
  await redis.set(key, JSON.stringify(config));
  redis.disconnect();
};

const withBackup = (port: number) => ({
  device_id: 'fo_first',
  connection_url: `tcp://127.0.0.1:${port}`,
  backup_device_id: 'fo_second',
});

test('a stand-in that takes over is told for as long as it lasts', async ({ page, host }) => {
  const there = createServer().listen(0, '127.0.0.1');
  await once(there, 'listening');
  const address = there.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await putDevices(host, withBackup(1), {
    device_id: 'fo_second',
    connection_url: `tcp://127.0.0.1:${address.port}`,
  });
  await quickHealth(host);
  await openDevices(page);
  const notice = page.getByText('fo_first is away: fo_second takes its commands.');
  await expect(notice).toBeVisible({ timeout: 20_000 });
  await expect(row(page, 'fo_first')).toContainText('fo_second takes over');
  await expect(row(page, 'fo_first')).toContainText('stale');
  expect(await seriousViolations(page)).toEqual([]);
  await putDevices(host, withBackup(address.port));
  await expect(notice).toHaveCount(0);
  await expect(row(page, 'fo_first')).toContainText('reachable, not asked');
  there.close();
  await dropDevices(host, 'fo_first', 'fo_second');
});
