import { dropDevices } from '../fixtures/devices.ts';
import {
  button,
  choose,
  dropProtocols,
  field,
  makeIntent,
  openIntent,
  openIntents,
  picker,
  preview,
  save,
  storeDevices,
  storedIntent,
  storeProtocols,
} from '../fixtures/intents.ts';
import { busyDuring } from '../fixtures/main-thread.ts';
import { expect, test } from '../fixtures/test.ts';

const MANY = 500;

test('everything that is changed is undone and done again, a field at a time', async ({
  page,
  host,
}) => {
  const name = `undo_${Date.now()}`;
  await makeIntent(page, name);
  const words = field(page, 'What it achieves');
  const moves = page.getByRole('button', { name: /^Move action \d+:/ });
  await expect(button(page, 'Undo (Ctrl+Z)')).toBeDisabled();
  await words.click();
  await page.keyboard.type('Light');
  await field(page, 'Priority').fill('7');
  await button(page, 'Duplicate action 1').click();
  await expect(moves).toHaveCount(2);
  await button(page, 'Delete action 1').click();
  await expect(moves).toHaveCount(1);

  // The button that was pressed is gone: nothing has the focus.
  await page.keyboard.press('Control+z');
  await expect(moves).toHaveCount(2);
  await button(page, 'Undo (Ctrl+Z)').click();
  await expect(moves).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(field(page, 'Priority')).toHaveValue('0');
  await expect(words).toHaveValue('Light');
  await words.focus();
  await page.keyboard.press('Control+z');
  await expect(words).toHaveValue('');
  await expect(words).toBeFocused();

  await page.keyboard.press('Control+Shift+z');
  await expect(words).toHaveValue('Light');
  await page.keyboard.press('Control+y');
  await expect(field(page, 'Priority')).toHaveValue('7');
  await button(page, 'Redo (Ctrl+Shift+Z)').click();
  await expect(moves).toHaveCount(2);
  await save(page).click();
  await expect.poll(() => storedIntent(host, name)).toMatchObject({ priority: 7 });

  // A save is no end of it.
  await expect(page.getByText('unsaved changes')).toHaveCount(0);
  await words.focus();
  await page.keyboard.press('Control+z');
  await expect(moves).toHaveCount(1);
  await expect(page.getByText('unsaved changes')).toBeVisible();
  // Nor is letting go of all of it.
  await button(page, 'Drop changes').click();
  await expect(moves).toHaveCount(2);
  await button(page, 'Undo (Ctrl+Z)').click();
  await expect(moves).toHaveCount(1);
});

test('conditions are undone in both ways of writing them', async ({ page }) => {
  await makeIntent(page, `undo_when_${Date.now()}`);
  await button(page, 'Clause').click();
  await field(page, 'Fact').click();
  await page.keyboard.type('context.scene');
  await field(page, 'Value').click();
  await page.keyboard.type('talk');
  await page.keyboard.press('Control+z');
  await expect(field(page, 'Fact')).toHaveValue('context.scene');
  await expect(field(page, 'Value')).not.toHaveValue('talk');
  await page.keyboard.press('Control+Shift+z');
  await expect(field(page, 'Value')).toHaveValue('talk');
  await page.getByText('Text', { exact: true }).first().click();
  const text = field(page, 'Conditions as JSON');
  await text.fill('{"scene": "show"}');
  await text.press('Control+z');
  await expect(text).toHaveValue(/"context.scene": "talk"/);
});

test('what is no part of the form keeps its own undo', async ({ page }) => {
  await makeIntent(page, `undo_own_${Date.now()}`);
  await field(page, 'What it achieves').fill('Light');
  const sample = page.getByLabel(/^Sample context/);
  await sample.click();
  await page.keyboard.type('{}');
  await page.keyboard.press('Control+z');
  await expect(sample).toHaveValue('');
  await expect(field(page, 'What it achieves')).toHaveValue('Light');
});

test('a problem in one field does not keep the others from being saved', async ({
  page,
  host,
}) => {
  const name = `rest_${Date.now()}`;
  await makeIntent(page, name);
  await field(page, 'What it achieves').fill('Light and name');
  await page.getByText('Hold', { exact: true }).click();
  await field(page, 'Hold for (ms)').fill('5');
  await save(page).click();
  const notice = page.getByRole('region', { name: 'Not saved' });
  await expect(notice).toContainText('Guard');
  await expect(notice).toContainText('What it achieves');
  await button(page, 'Save the rest').click();
  await expect
    .poll(() => storedIntent(host, name))
    .toMatchObject({ description: 'Light and name' });
  expect(await storedIntent(host, name)).not.toHaveProperty('guard');
  await expect(notice).toContainText('All else is saved');
  await expect(field(page, 'Hold for (ms)')).toHaveValue('5');

  // It is a draft like any other: it outlives a reload, and is saved once it is mended.
  await page.reload();
  await expect(field(page, 'Hold for (ms)')).toHaveValue('5');
  await expect(field(page, 'What it achieves')).toHaveValue('Light and name');
  await field(page, 'Hold for (ms)').fill('500');
  await save(page).click();
  await expect.poll(() => storedIntent(host, name)).toMatchObject({ guard: 'hold(500)' });
  await expect(page.getByText('unsaved changes')).toHaveCount(0);
});

test('of something new the message says what is needed first', async ({ page }) => {
  await openIntents(page);
  await page.getByRole('link', { name: 'New intent' }).first().click();
  await field(page, 'What it achieves').fill('Light');
  await save(page).click();
  await expect(page.getByRole('region', { name: 'Not saved' })).toContainText(
    'mend this first',
  );
  await expect(button(page, 'Save the rest')).toHaveCount(0);
  await button(page, 'Drop changes').click();
});

test.afterAll(({ host }) =>
  Promise.all([
    dropDevices(host, 'deck_a', 'deck_b', 'decks_either', 'decks_both', 'desk_osc'),
    dropProtocols(host, MANY),
  ]),
);

test('a group shows the command of each member, in its order, and in hex', async ({
  page,
  host,
}) => {
  const surface = { device_type: 'virtual_surface', metadata: {} };
  await storeDevices(host, [
    { ...surface, device_id: 'deck_a', connection_url: 'http://127.0.1.4:8000' },
    { ...surface, device_id: 'deck_b', connection_url: 'http://127.0.1.5:8000' },
    {
      ...surface,
      device_id: 'decks_either',
      group: { mode: 'failover', device_ids: ['deck_a', 'deck_b'] },
    },
    {
      ...surface,
      device_id: 'decks_both',
      group: { mode: 'mirror', device_ids: ['deck_a', 'deck_b'] },
    },
  ]);
  await makeIntent(page, `group_${Date.now()}`);
  const shown = preview(page);
  await choose(page, 'Device', 'decks_either');
  await expect(shown).toContainText('one of 2, the healthiest first');
  await expect(shown).toContainText('deck_a · 127.0.1.4:8000');
  await expect(shown).toContainText('last, if the one before fails');
  await choose(page, 'Device', 'decks_both');
  await expect(shown).toContainText('all 2 at once');
  await expect(shown).toContainText('deck_b · 127.0.1.5:8000');
  await shown.getByText('Hex', { exact: true }).click();
  await expect(shown).toContainText('50 4f 53 54 20 2f 61 70');
  await choose(page, 'Protocol', 'companion_osc_press');
  await expect(shown).toContainText('2f 6c 6f 63 61 74 69 6f');
});

test('a protocol is found among five hundred by words, transport and what the device speaks', async ({
  page,
  host,
}) => {
  await storeProtocols(host, MANY);
  await storeDevices(host, [
    {
      device_id: 'desk_osc',
      device_type: 'virtual_surface',
      connection_url: 'osc://127.0.1.9:53000',
      metadata: {},
    },
  ]);
  await makeIntent(page, `pick_${Date.now()}`);
  const protocol = picker(page, 'Protocol');
  const busy = await busyDuring(page, async () => {
    await page.getByRole('button', { name: 'Show suggestions Protocol' }).click();
    await expect(page.getByRole('listbox').getByText('Of this show')).toBeVisible();
  });
  test.info().annotations.push({ type: 'busy with a list', description: `${busy} ms` });
  expect(busy).toBeLessThan(1000);
  await page.keyboard.press('Escape');
  // Words of its description, then the first by Enter.
  await protocol.fill('many 417');
  await expect(page.getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('option')).toContainText('Number 417 of many');
  await protocol.press('Enter');
  await expect(protocol).toHaveValue('many_417');
  await protocol.fill('');
  await protocol.pressSequentially('many_41');
  await protocol.press('ArrowDown');
  await protocol.press('ArrowDown');
  await protocol.press('Enter');
  await expect(protocol).toHaveValue('many_410');

  await choose(page, 'Device', 'desk_osc');
  await page.getByLabel('Only what desk_osc speaks').check();
  await protocol.fill('companion press');
  await expect(page.getByRole('option').first()).toContainText('OSC');
  await expect(page.getByRole('option').filter({ hasText: 'HTTP' })).toHaveCount(0);
  await protocol.press('Escape');
  await page.getByLabel('Only what desk_osc speaks').uncheck();
  await page.getByText('TCP', { exact: true }).first().click();
  await protocol.fill('companion press');
  await expect(page.getByRole('option').filter({ hasText: 'OSC' })).toHaveCount(0);
  // What nothing is like is no choice.
  await protocol.fill('zzz');
  await expect(page.getByText('Nothing is like')).toBeVisible();
  await protocol.press('Tab');
  await expect(protocol).toHaveValue('many_410');
});

test('on a small screen the form scrolls, the page never does', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 640 });
  await openIntents(page);
  await openIntent(page, 'cam_1_wide');
  await preview(page).getByText('Hex', { exact: true }).click();
  await page.getByText('Confirm', { exact: true }).click();
  const scrolled = await page.evaluate(() => {
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    return [scrollTop, scrollHeight - clientHeight];
  });
  expect(scrolled).toEqual([0, 0]);
});
