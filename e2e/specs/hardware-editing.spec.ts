import {
  askApi,
  changeClient,
  clientRow,
  deleteClient,
  openHardware,
  putClient,
} from '../fixtures/hardware.ts';
import { keyboardOf } from '../fixtures/keyboard.ts';
import { expect, test } from '../fixtures/test.ts';

const ID = 'edited';
const client = {
  kind: 'generic',
  client_type: 'desk',
  game_id: 9,
  host: '127.0.0.1:9',
  enabled: false,
};

test.beforeEach(async ({ host, page }) => {
  await putClient(host, ID, client);
  await openHardware(page);
  await clientRow(page, ID).getByRole('link', { name: ID, exact: true }).click();
  await page.getByRole('link', { name: 'Setup', exact: true }).click();
});
test.afterEach(async ({ host }) => {
  await deleteClient(host, ID);
});

test('what is seldom changed is folded, and saved as it was typed', async ({ page, host }) => {
  const keys = keyboardOf(page);
  const form = page.getByRole('form', { name: `Setup of ${ID}` });
  await keys.enter(form.getByText('Address: path, query'));
  await keys.type(form.getByLabel('More parameters'), 'room = studio');
  await keys.enter(form.getByText('Heartbeat and reconnecting'));
  await keys.type(form.getByLabel('Longest wait'), 'soon');
  await expect(
    form.getByText('Type whole milliseconds from 10 to 600000.').first(),
  ).toBeVisible();
  // What was opened stays open while it is mended.
  await keys.type(form.getByLabel('Longest wait'), '900');
  await expect(form.getByLabel('Longest wait')).toBeFocused();
  await keys.enter(form.getByRole('button', { name: 'Trigger', exact: true }));
  await keys.type(form.getByLabel('When a message of type'), 'scene');
  await keys.choose(form.getByLabel('Its name'), 'sting_1');
  await keys.type(form.getByLabel('Debounce'), '700');
  await keys.choose(form.getByLabel('Control room that runs it'), 'every');
  await page.keyboard.press('Control+S');
  await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled();
  const stored = () => askApi(host, 'GET', `/api/hardware/${ID}`);
  await expect.poll(stored).toMatchObject({
    query: { room: 'studio' },
    backoff_max_ms: 900,
    room_id: null,
    triggers: [{ message_type: 'scene', intent_name: 'sting_1', debounce_ms: 700 }],
  });
});

test('deleted elsewhere while it is edited, what is typed is kept and can be saved', async ({
  page,
  host,
}) => {
  const words = page.getByLabel('What it is for');
  await words.fill('Mine');
  await deleteClient(host, ID);
  await expect(page.getByText('Somebody else deleted it meanwhile.')).toBeVisible();
  await expect(clientRow(page, ID)).toHaveCount(0);
  await expect(words).toHaveValue('Mine');
  await expect(words).toBeFocused();
  await page.keyboard.press('Control+S');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/deleted/i);
  await dialog
    .getByRole('button', { name: /^(Save|Put|Store|Keep)/ })
    .first()
    .click();
  await expect(clientRow(page, ID)).toBeVisible();
  await expect(words).toHaveValue('Mine');
});

test('two who edit one client both see what the other saved', async ({ page, host }) => {
  await page.getByLabel('What it is for').fill('Mine');
  await changeClient(host, ID, { description: 'Theirs', game_id: 10 });
  await expect(page.getByText('Somebody else changed it meanwhile.')).toBeVisible();
  await page.keyboard.press('Control+S');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Theirs');
  await expect(dialog).toContainText('Mine');
});
