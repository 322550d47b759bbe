import type { Locator } from '@playwright/test';
import {
  button,
  choose,
  field,
  makeIntent,
  openIntent,
  openIntents,
  picker,
  preview,
  protocolsOf,
  save,
  storedIntent,
} from '../fixtures/intents.ts';
import { fitsAtEverySize, standsInNobodysWay } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

test('an intent is made with the mouse, looked at, tested and put in order', async ({
  page,
  host,
  witness,
}) => {
  const name = `made_${Date.now()}`;
  await openIntents(page);
  await page.getByRole('link', { name: 'New intent' }).first().click();
  await field(page, 'Name').fill('guest ready 🎬');
  await expect(page.getByText(/no spaces, accents or emoji/)).toBeVisible();
  await field(page, 'Name').fill(name);
  await field(page, 'What it achieves').fill('Light and name');

  await button(page, 'Action').click();
  await expect(preview(page)).toContainText('Choose a protocol.');
  await choose(page, 'Protocol', 'companion_http_press');
  await choose(page, 'Device', 'studio_main');
  await expect(preview(page)).toContainText('Missing variables: page, row, col');
  await button(page, 'Pick the key on a deck').click();
  await page.getByRole('button', { name: /^Row 0, column 1/ }).click();
  await expect(preview(page)).toContainText('POST /api/location/1/0/1/press');

  await button(page, 'Action').click();
  await choose(page, 'Protocol', 'companion_tcp_text');
  await page.getByLabel(/^text/).fill('GUEST\nREADY');
  for (const [label, value] of [
    [/^page/, '1'],
    [/^row/, '1'],
    [/^col/, '5'],
  ] as const)
    await page.getByLabel(label).fill(value);
  await expect(preview(page)).toContainText('line break');
  await page.getByLabel(/^text/).fill('GUEST {page');
  await expect(preview(page)).toContainText('GUEST {page');
  await page.getByLabel(/^text/).fill('x'.repeat(1_000_000));
  await expect(page.getByText(/1,000,000 characters: is that meant/)).toBeVisible();
  await button(page, 'Clear text').click();
  await page.getByLabel(/^text/).fill('GUEST');

  await button(page, 'Dry run').click();
  await expect(preview(page)).toContainText('Dry run: nothing was sent');
  await button(page, 'Test action 1: send it now').click();
  await expect(preview(page)).toContainText('Action 1 was tested');
  expect(await witness.executionOf(name)).toMatchObject({
    outcome: 'ok',
    trace: [{ protocol_name: 'companion_http_press' }],
  });
  await page.getByRole('region', { name: 'Last runs' }).getByRole('button').first().click();
  await expect(page.getByRole('region', { name: 'Trace', exact: true })).toContainText(
    '/api/location/1/0/1/press',
  );
  await button(page, 'Back to what would leave').click();

  await button(page, 'Simulate').click();
  await expect(preview(page)).toContainText('It ran on the simulators');

  await button(page, 'Duplicate action 2').click();
  await button(page, 'Disable action 3').click();
  await page
    .getByRole('button', { name: /^Move action 1:/ })
    .dragTo(page.getByRole('button', { name: /^Move action 2:/ }));
  await save(page).click();
  await expect.poll(() => storedIntent(host, name)).not.toBeNull();
  const stored = await storedIntent(host, name);
  expect(stored?.actions).toMatchObject([
    {
      protocol_name: 'companion_tcp_text',
      variables: { page: 1, row: 1, col: 5, text: 'GUEST' },
    },
    { protocol_name: 'companion_http_press', variables: { page: 1, row: 0, col: 1 } },
    { protocol_name: 'companion_tcp_text', disabled: true },
  ]);
  expect(stored?.description).toBe('Light and name');
});

test('the keyboard alone makes an intent and puts its actions in order', async ({
  page,
  host,
}) => {
  const name = `keys_${Date.now()}`;
  const tabTo = async (target: Locator): Promise<void> => {
    for (let tabs = 0; tabs < 80; tabs += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
  };
  await openIntents(page);
  const start = page.getByRole('link', { name: 'New intent' }).first();
  await tabTo(start);
  await page.keyboard.press('Enter');
  await tabTo(field(page, 'Name'));
  await page.keyboard.type(name);
  for (const protocol of ['companion_http_press', 'companion_http_down']) {
    await page.keyboard.press('Control+Home');
    await field(page, 'What it achieves').focus();
    await tabTo(button(page, 'Action'));
    await page.keyboard.press('Enter');
    await tabTo(picker(page, 'Protocol'));
    await page.keyboard.type(protocol);
    await expect(picker(page, 'Protocol')).toHaveValue(protocol);
  }
  await field(page, 'What it achieves').focus();
  await tabTo(page.getByRole('button', { name: /^Move action 2:/ }));
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('button', { name: /^Move action 1:/ })).toBeFocused();
  await page.keyboard.press('Control+s');
  await expect
    .poll(() => protocolsOf(host, name))
    .toEqual(['companion_http_down', 'companion_http_press']);
});

test('a reload in the middle of an edit loses nothing', async ({ page, host }) => {
  const name = `kept_${Date.now()}`;
  await makeIntent(page, name);
  await field(page, 'What it achieves').fill('Half a sen');
  await button(page, 'Duplicate action 1').click();
  await expect(page.getByText('unsaved changes')).toBeVisible();
  await page.reload();
  await expect(field(page, 'What it achieves')).toHaveValue('Half a sen');
  await expect(button(page, 'Delete action 2')).toBeVisible();
  await save(page).click();
  await expect
    .poll(() => storedIntent(host, name))
    .toMatchObject({ description: 'Half a sen' });
  expect((await storedIntent(host, name))?.actions).toHaveLength(2);
  await expect(page.getByText('unsaved changes')).toHaveCount(0);
});

test('two people change one intent, and nothing is lost', async ({ page, host }) => {
  const name = `both_${Date.now()}`;
  await makeIntent(page, name);
  const other = await host.openPage();
  try {
    await openIntents(other.page);
    await openIntent(other.page, name);
    await field(page, 'What it achieves').fill('Mine');
    await field(other.page, 'What it achieves').fill('Theirs');
    await field(other.page, 'Priority').fill('7');
    await save(other.page).click();
    await expect.poll(() => storedIntent(host, name)).toMatchObject({ priority: 7 });
    await save(page).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Mine');
    await expect(dialog).toContainText('Theirs');
    await dialog.getByRole('button', { name: 'Save what is chosen' }).click();
    await expect
      .poll(() => storedIntent(host, name))
      .toMatchObject({ description: 'Mine', priority: 7 });
  } finally {
    await other.close();
  }
});

test('a deletion says what would break, and is undone', async ({ page, host }) => {
  await openIntents(page);
  await openIntent(page, 'desk_key');
  await button(page, 'Delete').click();
  await expect(page.getByRole('dialog')).toContainText('macro show_open');
  await button(page, 'Delete it').click();
  await expect.poll(() => storedIntent(host, 'desk_key')).toBeNull();
  await button(page, 'Undo').click();
  await expect
    .poll(() => storedIntent(host, 'desk_key'))
    .toMatchObject({ intent_name: 'desk_key' });
});

test('every key and macro follows another name', async ({ page, host }) => {
  await openIntents(page);
  await openIntent(page, 'cyc_blue');
  await button(page, 'Rename').click();
  await field(page, 'New name').fill('cut');
  await expect(page.getByText(/another intent of that name/)).toBeVisible();
  const name = `cyc_${Date.now()}`;
  await field(page, 'New name').fill(name);
  await button(page, 'Rename it').click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(page.getByText('used by 2 keys')).toBeVisible();
  expect(await storedIntent(host, 'cyc_blue')).toBeNull();
  expect(await storedIntent(host, name)).toMatchObject({ intent_name: name });
});

test('conditions are written as clauses and as text', async ({ page, host }) => {
  const name = `when_${Date.now()}`;
  await makeIntent(page, name);
  await button(page, 'Clause').click();
  await field(page, 'Fact').fill('context.scene');
  await field(page, 'Value').fill('talk');
  await expect(page.getByText(/fired now, it would be skipped/)).toBeVisible();
  await page.getByLabel(/^Sample context/).fill('{"scene": "talk"}');
  await expect(page.getByText(/fired now, it would run/)).toBeVisible();
  await page.getByText('Text', { exact: true }).first().click();
  await expect(field(page, 'Conditions as JSON')).toHaveValue(/"context.scene": "talk"/);
  await field(page, 'Conditions as JSON').fill('{"scene": ');
  await expect(page.getByText(/Type an object in JSON/)).toBeVisible();
  await field(page, 'Conditions as JSON').fill(
    '{"$or": [{"scene": "talk"}, {"scene": "show"}]}',
  );
  await expect(page.getByText(/more than clauses can/)).toBeVisible();
  await save(page).click();
  await expect
    .poll(() => storedIntent(host, name))
    .toMatchObject({ conditions: { $or: [{ scene: 'talk' }, { scene: 'show' }] } });
});

test('a camera is commanded', async ({ page, host }) => {
  const name = `rec_${Date.now()}`;
  await openIntents(page);
  await page.getByRole('link', { name: 'New intent' }).first().click();
  await field(page, 'Name').fill(name);
  await button(page, 'Camera action').click();
  await page.getByLabel('session_prefix').fill('late');
  await page.getByLabel('trial_number').fill('{trial}');
  await save(page).click();
  await expect
    .poll(() => storedIntent(host, name))
    .toMatchObject({
      actions: [
        {
          action_type: 'camera',
          protocol_name: 'start_recording',
          device_id: 'all',
          variables: { session_prefix: 'late', trial_number: '{trial}' },
        },
      ],
    });
});

test('a message is sent by a hardware client', async ({ page, host }) => {
  const name = `say_${Date.now()}`;
  await openIntents(page);
  await page.getByRole('link', { name: 'New intent' }).first().click();
  await field(page, 'Name').fill(name);
  await button(page, 'Hardware message').click();
  await page.getByLabel('Client').selectOption('quiz_desk');
  await field(page, 'Message type').fill('score/update');
  await field(page, 'Fields as JSON').fill('{"points": ');
  await expect(page.getByText(/Type an object in JSON/)).toBeVisible();
  await field(page, 'Fields as JSON').fill('{"points": 3, "team": "{team}"}');
  await save(page).click();
  await expect
    .poll(() => storedIntent(host, name))
    .toMatchObject({
      actions: [
        {
          action_type: 'hardware',
          protocol_name: 'score%2Fupdate',
          device_id: 'quiz_desk',
          variables: { points: 3, team: '{team}' },
        },
      ],
    });
  await page.getByLabel(/^Sample context/).fill('{"team": "red"}');
  await button(page, 'Test action 1: send it now').click();
  await expect(page.getByText('score/update to quiz_desk: sent')).toBeVisible();
});

standsInNobodysWay(async (page, look) => {
  await openIntents(page);
  await look();
  await openIntent(page, 'lower3_guest');
  await button(page, 'Clause').click();
  await page.getByText('Retry and fallbacks').click();
  await button(page, 'Fallback').click();
  await button(page, 'Disable action 1').click();
  await look();
  await picker(page, 'Protocol').press('ArrowDown');
  await expect(page.getByRole('listbox')).toBeVisible();
  // While it is open the rest of the page is out of reach of a screen reader, and of Tab.
  await look('.search-list');
  await page.keyboard.press('Escape');
  await button(page, 'Delete').click();
  await look();
});

fitsAtEverySize(async (page) => {
  await openIntents(page);
  await openIntent(page, 'cam_1_wide');
  return [
    page.getByRole('button', { name: /^Save/ }),
    button(page, 'Dry run'),
    picker(page, 'Protocol'),
  ];
});
