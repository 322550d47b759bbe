import { isLive, press } from '../fixtures/control-room.ts';
import {
  dropDevices,
  openDevice,
  openDevices,
  putDevices,
  putHardware,
  row,
  storedDevice,
} from '../fixtures/devices.ts';
import { fitsAtEverySize, soundInEveryTheme, seriousViolations } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

test('a person makes a device by mouse, is told what is wrong, and loses nothing by a reload', async ({
  page,
  host,
}) => {
  await openDevices(page);
  await page.getByRole('link', { name: 'Device', exact: true }).click();
  const form = page.getByRole('form', { name: 'New device' });
  await form.getByLabel('Name', { exact: true }).fill('mein Gerät');
  await expect(form.getByText(/no spaces, accents or emoji/)).toBeVisible();
  await form.getByLabel('Name', { exact: true }).fill('e2e_mouse');
  await form.getByLabel('Address').fill('127.0.1.9');
  await expect(form.getByText(/Write it like http/)).toBeVisible();
  await page.reload();
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('e2e_mouse');
  await expect(form.getByLabel('Address')).toHaveValue('127.0.1.9');
  await form.getByLabel('Address').fill('http://127.0.1.9:8000');
  await form.getByLabel('Deck', { exact: true }).selectOption('streamdeck_plus');
  await expect(form.getByLabel('Rows')).toHaveValue('2');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('form', { name: 'e2e_mouse' })).toBeVisible();
  expect(await storedDevice(host, 'e2e_mouse')).toMatchObject({
    connection_url: 'http://127.0.1.9:8000',
    rows: 2,
    cols: 4,
    observe_only: true,
  });

  await page.getByRole('button', { name: 'Let it send' }).click();
  await expect.poll(() => storedDevice(host, 'e2e_mouse')).not.toHaveProperty('observe_only');
  await dropDevices(host, 'e2e_mouse');
});

test('the keyboard alone makes a group and deletes it', async ({ page, host }) => {
  await putDevices(host, { device_id: 'kb_a' }, { device_id: 'kb_b' });
  await openDevices(page);
  await page.getByRole('link', { name: 'Device', exact: true }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'New device' });
  await form.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.type('kb_both');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(form.getByLabel('Group')).toBeFocused();
  await page.keyboard.type('Mirror');
  await expect(form.getByLabel('Group')).toHaveValue('mirror');
  for (const id of ['kb_a', 'kb_b']) {
    await form.getByLabel('Add a member').focus();
    await page.keyboard.type(id);
  }
  await form.getByRole('button', { name: 'Move kb_b up' }).focus();
  await page.keyboard.press('Enter');
  await form.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'kb_both' })).toBeVisible();
  expect((await storedDevice(host, 'kb_both'))?.group).toEqual({
    mode: 'mirror',
    device_ids: ['kb_b', 'kb_a'],
  });

  await openDevice(page, 'kb_a');
  await page.getByRole('button', { name: 'Delete kb_a' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 group would break.')).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => storedDevice(host, 'kb_a')).toBeNull();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => storedDevice(host, 'kb_a')).toMatchObject({ device_id: 'kb_a' });
  await dropDevices(host, 'kb_a', 'kb_b', 'kb_both');
});

test('two people change one device: the second sees both and nothing is lost', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'shared_one', rows: 4, cols: 8 });
  await openDevices(page);
  const other = await host.openPage();
  await openDevices(other.page);
  const mine = await openDevice(page, 'shared_one');
  const theirs = await openDevice(other.page, 'shared_one');
  await mine.getByLabel('Pages').fill('20');
  await mine.getByLabel('Address').fill('http://127.0.1.1:8000');
  await theirs.getByLabel('Pages').fill('30');
  await theirs.getByLabel('Rows').fill('5');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(mine.getByText(/Somebody else changed it/)).toBeVisible();
  await mine.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: /changed device shared_one/ });
  await dialog
    .getByRole('group', { name: /page_count/ })
    .getByLabel('Theirs', { exact: true })
    .check();
  await dialog.getByRole('button', { name: 'Save what is chosen' }).click();
  await expect
    .poll(() => storedDevice(host, 'shared_one'))
    .toMatchObject({ page_count: 30, rows: 5, connection_url: 'http://127.0.1.1:8000' });
  await other.close();
  await dropDevices(host, 'shared_one');
});

test('what is wrong stays typed while the rest meets a conflict', async ({ page, host }) => {
  await putDevices(host, { device_id: 'shared_rest', rows: 4, cols: 8 });
  await openDevices(page);
  const form = await openDevice(page, 'shared_rest');
  await form.getByLabel('Rows').fill('many');
  await form.getByLabel('Pages').fill('20');
  await putDevices(host, { device_id: 'shared_rest', rows: 4, cols: 8, page_count: 30 });
  await expect(form.getByText(/Somebody else changed it/)).toBeVisible();
  await form.getByRole('button', { name: 'Save the rest' }).click();
  const dialog = page.getByRole('dialog', { name: /changed device shared_rest/ });
  await expect(dialog.getByRole('group')).toHaveCount(1);
  await dialog.getByLabel('Yours', { exact: true }).check();
  await dialog.getByRole('button', { name: 'Save what is chosen' }).click();
  await expect
    .poll(() => storedDevice(host, 'shared_rest'))
    .toMatchObject({ page_count: 20, rows: 4 });
  await expect(dialog).toHaveCount(0);
  await expect(form.getByLabel('Rows')).toHaveValue('many');
  await expect(form.getByText('A whole number from 1 to 16.', { exact: true })).toBeVisible();
  await dropDevices(host, 'shared_rest');
});

test('a device is simulated by one switch, and its answers show in three steps', async ({
  page,
  host,
}) => {
  await isLive(page);
  await press(page, '1/0/0', 'ok');
  await openDevices(page);
  await expect(row(page, 'studio_main')).toContainText('simulator answers');
  const toggle = page.getByRole('switch', { name: 'Simulate studio_main' });
  await expect(toggle).toBeChecked();
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await expect.poll(() => storedDevice(host, 'studio_main')).toMatchObject({ metadata: {} });
  await toggle.click();
  await expect(toggle).toBeChecked();
});

test('a probe says what answers, and presses nothing', async ({ page, witness }) => {
  await openDevices(page);
  await openDevice(page, 'studio_main');
  const card = page.getByRole('region', { name: 'What is this?' });
  await card.getByRole('button', { name: 'Probe' }).click();
  await expect(card).toContainText('nothing pressed, nothing changed');
  await expect(card).toContainText('Companion, version not told');
  await expect(card.getByRole('row', { name: /^HTTP/ })).toContainText('X-App');
  expect(await seriousViolations(page)).toEqual([]);
  expect(await witness.executions()).toEqual([]);
});

test('a venue retargets everything in one step, after a look, and back', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'venue_box', connection_url: 'tcp://127.0.1.1:9250' });
  await putHardware(host, 'venue_desk', '127.0.1.1:8000');
  await openDevices(page);
  await expect(row(page, 'venue_box')).toContainText('127.0.1.1:9250');
  await page.getByRole('button', { name: 'Venue' }).click();
  const dialog = page.getByRole('dialog', { name: 'Venues' });
  await dialog.getByLabel(/Save the addresses/).fill('home');
  await dialog.getByRole('button', { name: 'Save profile' }).click();
  await expect(dialog.getByText(/nothing would change/)).toBeVisible();
  await page.keyboard.press('Escape');

  await putDevices(host, { device_id: 'venue_box', connection_url: 'tcp://127.9.9.9:9250' });
  await putHardware(host, 'venue_desk', '127.9.9.9:8000');
  await expect(row(page, 'venue_box')).toContainText('127.9.9.9:9250');
  await page.getByRole('button', { name: 'Venue' }).click();
  await expect(dialog.getByRole('row', { name: /venue_box/ })).toContainText('127.0.1.1:9250');
  const desk = dialog.getByRole('row', { name: 'Hardware client venue_desk' });
  await expect(desk).toContainText('127.0.1.1:8000');
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Go to home' }).click();
  await expect(
    page.getByText('1 device and 1 hardware client retargeted').first(),
  ).toBeVisible();
  await expect(row(page, 'venue_box')).toContainText('127.0.1.1:9250');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(row(page, 'venue_box')).toContainText('127.9.9.9:9250');
  await dropDevices(host, 'venue_box');
  await putHardware(host, 'venue_desk', null);
});

test('nothing stands in the way of anybody, in any theme', async ({ page, host }) => {
  test.slow();
  await putDevices(
    host,
    { device_id: 'axe_a', observe_only: true, backup_device_id: 'axe_b' },
    { device_id: 'axe_b', connection_url: 'osc://127.0.1.2:9000' },
  );
  await openDevices(page);
  await openDevice(page, 'axe_a');
  await soundInEveryTheme(page);
  await page.getByRole('link', { name: 'Device', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('not ok');
  await soundInEveryTheme(page);
  await dropDevices(host, 'axe_a', 'axe_b');
});

fitsAtEverySize(async (page) => {
  await openDevices(page);
  await openDevice(page, 'studio_main');
  return [
    row(page, 'studio_main'),
    ...['Save', 'Delete studio_main'].map((name) => page.getByRole('button', { name })),
  ];
});
