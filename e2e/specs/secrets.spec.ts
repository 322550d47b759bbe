import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const VALUE = 'e2e-tally-ho-42';

test('a secret is added, replaced and deleted, and its value is never seen again', async ({
  page,
  host,
}) => {
  await isLive(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add a secret' }).click();
  const save = page.getByRole('button', { name: 'Save secret' });
  await page.getByLabel('Name', { exact: true }).fill('two words');
  await page.getByLabel('Value', { exact: true }).fill('abc');
  await expect(page.getByText('Use 1 to 128 letters')).toBeVisible();
  await expect(page.getByText('A secret has at least 4 characters')).toBeVisible();
  await expect(save).toBeDisabled();
  await page.getByLabel('Name', { exact: true }).fill('atem_password');
  await page.getByLabel('Value', { exact: true }).fill(VALUE);
  await expect(page.getByLabel('Value', { exact: true })).toHaveAttribute('type', 'password');
  await save.click();
  const row = page.getByRole('listitem').filter({ hasText: 'atem_password' });
  await expect(row.getByText('Nothing uses it')).toBeVisible();
  expect(await page.content()).not.toContain(VALUE);
  expect(await readFile(join(host.dataDir, 'secrets.json'), 'utf8')).not.toContain(VALUE);
  const { violations } = await new AxeBuilder({ page }).include('.settings').analyze();
  expect(violations).toEqual([]);

  await page.getByRole('button', { name: 'Replace atem_password' }).click();
  await page.getByLabel('New value of atem_password').fill(`${VALUE}-new`);
  await save.click();
  await expect(page.getByLabel('New value of atem_password')).toBeHidden();

  await page.getByRole('button', { name: 'Delete atem_password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete the secret atem_password?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Delete atem_password' }).click();
  await dialog.getByRole('button', { name: 'Delete atem_password' }).click();
  await expect(row).toBeHidden();
});
