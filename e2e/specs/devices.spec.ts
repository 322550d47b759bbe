import { once } from 'node:events';
import { createServer } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { DeviceSchema, type Device } from '../../src/shared/contract/device.ts';
import { isLive, press } from '../fixtures/control-room.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis, redisPid } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';

const keyOf = (id: string): string => `mcr:catalog:companion:device:${id}`;

/** A device as it stands in Redis; null where there is none. */
const storedDevice = async ({ dataDir }: Host, id: string): Promise<Device | null> => {
  const redis = await openRedis(dataDir);
  try {
    const text = await redis.get(keyOf(id));
    return text === null ? null : DeviceSchema.parse(JSON.parse(text));
  } finally {
    redis.disconnect();
  }
};

const putDevices = async ({ dataDir }: Host, ...devices: object[]): Promise<void> => {
  const redis = await openRedis(dataDir);
  try {
    for (const given of devices) {
      const device = DeviceSchema.parse({ device_type: 'virtual_surface', ...given });
      await redis.set(keyOf(device.device_id), JSON.stringify(device));
    }
  } finally {
    redis.disconnect();
  }
};

const dropDevices = async ({ dataDir }: Host, ...ids: string[]): Promise<void> => {
  const redis = await openRedis(dataDir);
  await redis.del(...ids.map(keyOf));
  redis.disconnect();
};

const openDevices = async (page: Page): Promise<void> => {
  await isLive(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click();
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
};

const row = (page: Page, id: string): Locator =>
  page
    .getByRole('region', { name: 'Catalogue' })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('link', { name: new RegExp(`^${id}\\b`) }),
    });

const openDevice = async (page: Page, id: string): Promise<Locator> => {
  await row(page, id).getByRole('link').click();
  const form = page.getByRole('form', { name: id });
  await expect(form).toBeVisible();
  return form;
};

const seriousIn = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
};

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
  await form.getByLabel('Address').fill('10.0.0.9');
  await expect(form.getByText(/Write it like http/)).toBeVisible();
  await page.reload();
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('e2e_mouse');
  await expect(form.getByLabel('Address')).toHaveValue('10.0.0.9');
  await form.getByLabel('Address').fill('http://10.0.0.9:8000');
  await form.getByLabel('Deck', { exact: true }).selectOption('streamdeck_plus');
  await expect(form.getByLabel('Rows')).toHaveValue('2');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('form', { name: 'e2e_mouse' })).toBeVisible();
  expect(await storedDevice(host, 'e2e_mouse')).toMatchObject({
    connection_url: 'http://10.0.0.9:8000',
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
  await page.getByRole('button', { name: 'Undo' }).click();
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
  await mine.getByLabel('Address').fill('http://10.0.0.1:8000');
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
    .toMatchObject({ page_count: 30, rows: 5, connection_url: 'http://10.0.0.1:8000' });
  await other.close();
  await dropDevices(host, 'shared_one');
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
  expect(await seriousIn(page)).toEqual([]);
  expect(await witness.executions()).toEqual([]);
});

test('a venue retargets everything in one step, after a look, and back', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'venue_box', connection_url: 'tcp://10.0.0.1:9250' });
  await openDevices(page);
  await expect(row(page, 'venue_box')).toContainText('10.0.0.1:9250');
  await page.getByRole('button', { name: 'Venue' }).click();
  const dialog = page.getByRole('dialog', { name: 'Venues' });
  await dialog.getByLabel(/Save the addresses/).fill('home');
  await dialog.getByRole('button', { name: 'Save profile' }).click();
  await expect(dialog.getByText(/nothing would change/)).toBeVisible();
  await page.keyboard.press('Escape');

  await putDevices(host, { device_id: 'venue_box', connection_url: 'tcp://10.9.9.9:9250' });
  await expect(row(page, 'venue_box')).toContainText('10.9.9.9:9250');
  await page.getByRole('button', { name: 'Venue' }).click();
  await expect(dialog.getByRole('row', { name: /venue_box/ })).toContainText('10.0.0.1:9250');
  expect(await seriousIn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Go to home' }).click();
  await expect(row(page, 'venue_box')).toContainText('10.0.0.1:9250');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'venue_box')).toContainText('10.9.9.9:9250');
  await dropDevices(host, 'venue_box');
});

test('a megabyte that is pasted is kept and answered, and leaves the rest as it was', async ({
  page,
  host,
}) => {
  await putDevices(host, { device_id: 'huge', connection_url: 'tcp://10.0.0.4:9250' });
  await openDevices(page);
  const form = await openDevice(page, 'huge');
  const megabyte = 1_200_000;
  await form.getByLabel('Address').fill('x'.repeat(megabyte));
  await expect(form.getByText(/Write it like http/)).toBeVisible();
  await form.getByLabel('Address').fill('tcp://10.0.0.4:9251');
  const notes = form.getByLabel(/Notes for programs/);
  await notes.fill(JSON.stringify({ note: 'y'.repeat(megabyte) }));
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/is the most/).first()).toBeVisible();
  expect((await notes.inputValue()).length).toBeGreaterThan(megabyte);
  expect(await storedDevice(host, 'huge')).toMatchObject({
    connection_url: 'tcp://10.0.0.4:9250',
  });
  await notes.fill('{"rack": "B2"}');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => storedDevice(host, 'huge'))
    .toMatchObject({ connection_url: 'tcp://10.0.0.4:9251', metadata: { rack: 'B2' } });
  await dropDevices(host, 'huge');
});

test('one window deletes what another one edits: it is told, and yours can be kept', async ({
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
    { device_id: 'old_name', connection_url: 'tcp://10.0.0.3:9250' },
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
  await expect(dialog.getByText('There is a device named with_backup already')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Rename it' })).toBeDisabled();
  await name.fill('new_name');
  expect(await seriousIn(page)).toEqual([]);
  await name.press('Enter');
  await expect(page.getByRole('form', { name: 'new_name' })).toBeVisible();
  expect(await storedDevice(host, 'old_name')).toBeNull();
  expect(await storedDevice(host, 'new_name')).toMatchObject({
    connection_url: 'tcp://10.0.0.3:9250',
  });
  expect(await storedDevice(host, 'with_backup')).toMatchObject({
    backup_device_id: 'new_name',
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('form', { name: 'old_name' })).toBeVisible();
  expect(await storedDevice(host, 'new_name')).toBeNull();
  await dropDevices(host, 'old_name', 'with_backup');
});

test('a venue that another window saves is there at once', async ({ page, host }) => {
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

test('finds what is on this machine once it is told to, and adds it as a device', async ({
  page,
  host,
}) => {
  await openDevices(page);
  // Anybody may have this port: then what is found there is somebody else's.
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
  expect(await seriousIn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Look now' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText(/All 7 ports were asked/);
  const found = dialog.getByRole('row', { name: /vMix 27\.0\.0\.49/ });
  await expect(found).toContainText('127.0.0.1:8099');
  expect(await seriousIn(page)).toEqual([]);
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
  expect(await seriousIn(page)).toEqual([]);
  await putDevices(host, withBackup(address.port));
  await expect(notice).toHaveCount(0);
  await expect(row(page, 'fo_first')).toContainText('reachable, not asked');
  there.close();
  await dropDevices(host, 'fo_first', 'fo_second');
});

for (const theme of ['dark', 'light', 'contrast']) {
  test(`nothing stands in the way of anybody, theme ${theme}`, async ({ page, host }) => {
    await putDevices(
      host,
      { device_id: 'axe_a', observe_only: true, backup_device_id: 'axe_b' },
      { device_id: 'axe_b', connection_url: 'osc://10.0.0.2:9000' },
    );
    await openDevices(page);
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await openDevice(page, 'axe_a');
    expect(await seriousIn(page)).toEqual([]);
    await page.getByRole('link', { name: 'Device', exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill('not ok');
    expect(await seriousIn(page)).toEqual([]);
    await dropDevices(host, 'axe_a', 'axe_b');
  });
}

for (const [width, height] of [
  [1024, 640],
  [1440, 900],
  [820, 1180],
] as const) {
  test(`it fits ${width}×${height} without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openDevices(page);
    await openDevice(page, 'studio_main');
    await expect(row(page, 'studio_main')).toBeInViewport({ ratio: 1 });
    for (const name of ['Save', 'Delete studio_main'])
      await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
