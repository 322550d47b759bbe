import {
  changeClient,
  clientRow,
  openHardware,
  plugGamepad,
  pressGamepad,
  restartBackend,
} from '../fixtures/hardware.ts';
import { keyboardOf } from '../fixtures/keyboard.ts';
import { fitsAtEverySize, standsInNobodysWay } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const DEMO = 'quiz_desk';
const ODD = 'e2e & pad/1';

test('a buzzer is pressed by mouse and by keys; who was first, and every message, is shown', async ({
  page,
  host,
}) => {
  // Two keys, one after the other, are in one grace window on a slow machine too.
  await changeClient(host, DEMO, { grace_ms: 2000 });
  await openHardware(page);
  const row = clientRow(page, DEMO);
  await expect(row).toContainText('open');
  await expect(row).toContainText('SIM');
  const pad = page.getByRole('region', { name: `Buzzers of ${DEMO}` });
  const order = page.getByRole('region', { name: 'Who was first' });
  await expect(pad).toContainText('Presses count.');
  await pad.getByRole('button', { name: /^Red/ }).click();
  await expect(pad.getByRole('button', { name: /^Red, (last: )?counted/ })).toBeVisible();
  await expect(order).toContainText('final');
  await expect(order.getByRole('listitem')).toHaveText(/^1red/);

  await test.step('keys press the next question', async () => {
    await expect(order).toContainText('waits for the first press');
    await Promise.all([page.keyboard.press('1'), page.keyboard.press('2')]);
    await expect(order.getByRole('listitem')).toHaveCount(2);
    await expect(order).toContainText(/red was first|red and blue tie|blue was first|tie:/);
  });

  const messages = page.getByRole('complementary', { name: `Messages of ${DEMO}` });
  await test.step('the inspector filters, pauses, and shows one in full', async () => {
    await messages.getByLabel('Type').selectOption('buzzer_pressed');
    const lines = messages.getByRole('row');
    await expect(lines).toHaveCount(3);
    await messages.getByLabel('Find in messages').fill('blue');
    await expect(lines).toHaveCount(1);
    await messages.getByText('In', { exact: true }).click();
    await expect(messages).toContainText('No message fits.');
    await messages.getByText('Out', { exact: true }).click();
    await messages.getByRole('button', { name: 'Pause' }).click();
    await lines.first().click();
    await expect(messages.getByRole('region', { name: 'Chosen message' })).toContainText(
      '"buzzerId": "blue"',
    );
  });

  await test.step('it is changed and sent; what is wrong with it is said', async () => {
    await messages.getByRole('button', { name: 'Send this' }).click();
    const text = messages.getByLabel('Message, as JSON');
    await expect(text).toBeFocused();
    await text.fill('{"type": "scene",}');
    await page.keyboard.press('Control+Enter');
    await expect(messages).toContainText('Line 1, column 18: this is no JSON.');
    await text.fill('{"type": "scene", "name": "e2e"}');
    await messages.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(messages.getByText('Sent.')).toBeVisible();
    await text.press('Escape');
    await expect(messages.getByRole('button', { name: 'Write a message' })).toBeFocused();
    await messages.getByLabel('Type').selectOption('');
    await messages.getByLabel('Find in messages').fill('e2e');
    await messages.getByRole('button', { name: /^Pause \+\d+/ }).click();
    await expect(messages.getByRole('row')).toContainText('scene');
  });

  await test.step('the log says what it fired', async () => {
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await expect(page.getByRole('region', { name: `Log of ${DEMO}` })).toContainText(
      'asked for the intent sting_2',
    );
  });
});

test('a client is made by form and survives a reload; a gamepad presses it; its deletion is undone', async ({
  page,
}) => {
  // A whole life of a client, and the machine may be busy.
  test.slow();
  await openHardware(page);
  await plugGamepad(page);
  await page.getByRole('link', { name: 'Add a client' }).click();
  const form = page.getByRole('form', { name: 'New client' });
  await form.getByLabel('Backend', { exact: true }).fill('http://nowhere');
  await expect(form.getByText(/Type a name or address/)).toBeVisible();
  await form.getByLabel('Backend', { exact: true }).fill('127.0.0.1:9');
  await form.getByLabel('Id', { exact: true }).first().fill(ODD);
  await form.getByLabel('Simulate').check();
  await form.getByRole('button', { name: 'Set the gamepad button of 1' }).click();
  await expect(form.getByRole('button', { name: /^Press a button/ })).toBeVisible();
  await pressGamepad(page, 3);
  await expect(form.getByLabel('Its button')).toHaveValue('4');
  await page.reload();
  await expect(form.getByLabel('Id', { exact: true }).first()).toHaveValue(ODD);
  await expect(form.getByLabel('Its button')).toHaveValue('4');
  await form.getByRole('button', { name: 'Save' }).click();

  const row = clientRow(page, ODD);
  await expect(row).toContainText('open');
  const pad = page.getByRole('region', { name: `Buzzers of ${ODD}` });
  await expect(pad).toContainText('Presses count.');
  await pressGamepad(page, 3);
  await expect(pad.getByRole('button', { name: /^1, (last: )?counted/ })).toBeVisible();

  await test.step('it is stopped and started, and its log level changes at once', async () => {
    await row.getByRole('button', { name: `Stop ${ODD}` }).click();
    await expect(row).toContainText('stopped');
    await row.getByRole('button', { name: `Start ${ODD}` }).click();
    await expect(row).toContainText('open');
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByText('debug', { exact: true }).click();
    await expect(page.getByRole('radio', { name: 'debug' })).toBeChecked();
  });

  await test.step('it is changed and deleted with the keyboard alone', async () => {
    const keys = keyboardOf(page);
    await keys.enter(page.getByRole('link', { name: 'Setup', exact: true }));
    const setup = page.getByRole('form', { name: `Setup of ${ODD}` });
    await keys.type(setup.getByLabel('What it is for'), 'A pad');
    await keys.tick(setup.getByLabel('Runs whenever the app does'));
    await page.keyboard.press('Control+S');
    await expect(setup.getByRole('button', { name: 'Save' })).toBeDisabled();
    await expect(row).toContainText('stopped');
    await setup.getByRole('button', { name: `Delete ${ODD}` }).focus();
    await keys.press('Enter');
    await expect(row).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(row).toContainText('stopped');
  });

  await row.getByRole('link').click();
  await page.getByRole('link', { name: 'Setup', exact: true }).click();
  await expect(page.getByLabel('What it is for')).toHaveValue('A pad');
  await page.getByRole('button', { name: `Delete ${ODD}` }).click();
  await expect(row).toHaveCount(0);
});

test('a backend that goes away is said with the next try, and in the top bar, until it is back', async ({
  page,
  host,
}) => {
  test.slow();
  await openHardware(page);
  const row = clientRow(page, DEMO);
  const lamp = page.getByRole('banner').getByText('Hardware').locator('..');
  await expect(row).toContainText('open');
  await expect(lamp).toContainText('1 open');
  await restartBackend(host, 3000);
  await expect(row).toContainText(/waitingSIM.*try \d+ in \d\.\d s/s);
  await expect(row).toContainText(/Nothing listens at/);
  await expect(lamp).toContainText('0 of 1');
  await expect(
    page.getByRole('link', { name: 'Hardware' }).getByTitle('1 to look at'),
  ).toBeVisible();
  await expect(row.getByRole('button', { name: `Try ${DEMO} now` })).toBeVisible();
  await expect(row).toContainText('open', { timeout: 15_000 });
  await expect(lamp).toContainText('1 open');
});

standsInNobodysWay(async (page, look) => {
  await openHardware(page);
  await page.getByRole('button', { name: /^Red/ }).click();
  const messages = page.getByRole('complementary');
  await messages.getByLabel('Find in messages').fill('pressed');
  await messages.getByRole('row').first().click();
  await look();
  await messages.getByRole('button', { name: 'Send this' }).click();
  await messages.getByLabel('Message, as JSON').fill('no');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('link', { name: 'Add a client' }).click();
  await page.getByRole('form').getByLabel('Debounce').fill('no');
  await page.getByText('Heartbeat and reconnecting').click();
  await look('.hardware');
});

fitsAtEverySize(async (page) => {
  await openHardware(page);
  return [
    clientRow(page, DEMO),
    page.getByRole('button', { name: /^Red/ }),
    ...['Pause', `Stop ${DEMO}`].map((name) => page.getByRole('button', { name })),
    page.getByRole('link', { name: 'Setup', exact: true }),
    page.getByRole('link', { name: 'Add a client' }),
  ];
});
