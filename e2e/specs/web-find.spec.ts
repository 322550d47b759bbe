import { once } from 'node:events';
import { createServer } from 'node:net';
import { dropDevices, openDevices, storedDevice } from '../fixtures/devices.ts';
import { seriousViolations } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

test('finds what is on this machine once it is told to, and adds it as a device', async ({
  page,
  host,
}) => {
  await openDevices(page);
  // A known port, and so one that only one test at a time may have.
  const vmix = createServer((socket) => socket.end('VERSION OK 27.0.0.49\r\n'));
  vmix.listen(8099, '127.0.0.1');
  await once(vmix, 'listening');
  await page.getByRole('button', { name: 'Find' }).click();
  const dialog = page.getByRole('dialog', { name: 'Find devices on this network' });
  await expect(dialog.getByLabel(/This machine/)).toBeChecked();
  await expect(dialog).toContainText('Companion 8000');
  await expect(dialog).toContainText('nothing that acts is sent');
  // Nothing but this machine is asked by a test.
  for (const network of await dialog.getByLabel(/addresses; this machine is/).all())
    await network.uncheck();
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Look now' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText(/All 7 ports were asked/);
  const found = dialog.getByRole('row', { name: /vMix 27\.0\.0\.49/ });
  await expect(found).toContainText('127.0.0.1:8099');
  expect(await seriousViolations(page)).toEqual([]);
  await found.getByRole('button', { name: /Add vMix/ }).click();
  const form = page.getByRole('form', { name: 'New device' });
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('vmix_here');
  await expect(form.getByLabel('Address')).toHaveValue('tcp://127.0.0.1:8099');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('form', { name: 'vmix_here' })).toBeVisible();
  expect(await storedDevice(host, 'vmix_here')).toMatchObject({ observe_only: true });

  await page.getByRole('button', { name: 'Find' }).click();
  for (const network of await dialog.getByLabel(/addresses; this machine is/).all())
    await network.uncheck();
  await dialog.getByRole('button', { name: 'Look now' }).click();
  await expect(dialog.getByRole('row', { name: /vMix/ })).toContainText('is vmix_here');
  vmix.close();
  await dropDevices(host, 'vmix_here');
});
