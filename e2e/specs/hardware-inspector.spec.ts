import {
  askBackend,
  clientRow,
  deleteClient,
  openHardware,
  putClient,
} from '../fixtures/hardware.ts';
import { keyboardOf } from '../fixtures/keyboard.ts';
import { expect, test } from '../fixtures/test.ts';

const ID = 'inspected';
const generic = { kind: 'generic', client_type: 'desk', game_id: 9, host: '127.0.0.1:9' };

test.afterEach(async ({ host }) => {
  await deleteClient(host, ID);
});

test('a message of a megabyte, and more of them than anybody can read', async ({
  page,
  host,
}) => {
  test.slow();
  await putClient(host, ID, { ...generic, simulated: true });
  await openHardware(page);
  await page.getByRole('link', { name: ID, exact: true }).click();
  await expect(clientRow(page, ID)).toContainText('open');
  const messages = page.getByRole('complementary', { name: `Messages of ${ID}` });
  await expect(messages).toContainText('messages, live');

  await test.step('what is cut is not sent again', async () => {
    await messages.getByRole('button', { name: 'Write a message' }).click();
    const draft = messages.getByLabel('Message, as JSON');
    await draft.fill(JSON.stringify({ type: 'huge', text: 'x'.repeat(1_000_000) }));
    await draft.press('Control+Enter');
    await expect(messages).toContainText('Sent.');
    await messages.getByRole('button', { name: 'Close without sending' }).click();
    await messages.getByRole('row', { name: /huge/ }).first().click();
    const chosen = messages.getByRole('region', { name: 'Chosen message' });
    await expect(chosen).toContainText('Only its beginning is kept');
    await expect(chosen.getByRole('button', { name: 'Send this' })).toBeDisabled();
  });

  await test.step('a flood is counted, and the page can be worked with', async () => {
    await askBackend(host, 'PUT', 'fault', { fault: 'flood', for_ms: 2000 });
    await expect(messages).toContainText('passed too fast to be shown.', { timeout: 15_000 });
    await messages.getByLabel('Find in messages').fill('flood');
    await expect(messages.getByRole('row', { name: /scene/ }).first()).toBeVisible();
    await messages.getByRole('button', { name: 'Pause' }).click();
    await expect(messages).toContainText('messages, paused');
  });
});

test('a message that waits for its backend keeps nothing else from being asked', async ({
  page,
  host,
}) => {
  await putClient(host, ID, {
    ...generic,
    outbound: { level: { policy: 'queue', ttl_ms: 30_000 } },
    backoff_initial_ms: 20_000,
    backoff_max_ms: 20_000,
  });
  await openHardware(page);
  await page.getByRole('link', { name: ID, exact: true }).click();
  const row = clientRow(page, ID);
  await expect(row).toContainText('waiting');
  const messages = page.getByRole('complementary', { name: `Messages of ${ID}` });
  await messages.getByRole('button', { name: 'Write a message' }).click();
  await messages.getByLabel('Message, as JSON').fill('{"type": "level", "n": 1}');
  await page.keyboard.press('Control+Enter');
  await expect(messages.getByRole('button', { name: 'Sending', exact: true })).toBeDisabled();
  await row.getByRole('button', { name: `Stop ${ID}` }).click();
  await expect(row).toContainText('stopped');
  await expect(messages).toContainText('It was not sent.');
  await test.step('to a stopped client it says so at once', async () => {
    const draft = page.getByLabel('Message, as JSON');
    await draft.fill('{"type": "level", "n": 2}');
    await expect(messages).not.toContainText('It was not sent.');
    await draft.press('Control+Enter');
    await expect(messages).toContainText('It was not sent.');
  });
});

test('a message is chosen, read, sent again and answered with the keyboard alone', async ({
  page,
  host,
}) => {
  test.slow();
  await putClient(host, ID, { ...generic, simulated: true });
  await openHardware(page);
  const keys = keyboardOf(page);
  const row = clientRow(page, ID);
  await keys.enter(row.getByRole('link', { name: ID, exact: true }));
  await expect(row).toContainText('open');
  const messages = page.getByRole('complementary', { name: `Messages of ${ID}` });
  await keys.enter(messages.getByRole('button', { name: 'Write a message' }));
  const draft = messages.getByLabel('Message, as JSON');
  await expect(draft).toBeFocused();
  await keys.type(draft, '{"type": "first", "n": 12345678901234567}');
  await keys.press('Control+Enter');
  await expect(messages).toContainText('Sent.');
  await keys.press('Escape');
  await keys.tabTo(messages.getByRole('grid'));
  await keys.press('Home');
  const chosen = messages.getByRole('region', { name: 'Chosen message' });
  await expect(chosen).toContainText('first');
  await keys.enter(chosen.getByRole('button', { name: 'Send this' }));
  await expect(draft).toBeFocused();
  await keys.press('Control+Enter');
  await expect(messages.getByRole('row', { name: /first/ })).toHaveCount(2);
  await keys.enter(row.getByRole('button', { name: `Stop ${ID}` }));
  await expect(row).toContainText('stopped');
  await keys.enter(row.getByRole('button', { name: `Start ${ID}` }));
  await expect(row).toContainText('open');
});

test('the client that is open stays so when another comes before it', async ({
  page,
  host,
}) => {
  await openHardware(page);
  await expect(page.getByRole('region', { name: 'Buzzers of quiz_desk' })).toBeVisible();
  await putClient(host, ID, { ...generic, simulated: true });
  await expect(clientRow(page, ID)).toContainText('open');
  await expect(page.getByRole('region', { name: 'Buzzers of quiz_desk' })).toBeVisible();
});

test('the inspector goes on when its client is made anew under its eyes', async ({
  page,
  host,
}) => {
  const client = { ...generic, simulated: true };
  await putClient(host, ID, client);
  await openHardware(page);
  await page.getByRole('link', { name: ID, exact: true }).click();
  const messages = page.getByRole('complementary', { name: `Messages of ${ID}` });
  const heard = async (type: string): Promise<void> => {
    await expect(async () => {
      await askBackend(host, 'POST', 'say', { message: { type }, client_id: ID });
      await expect(messages.getByRole('row', { name: type }).first()).toBeVisible({
        timeout: 500,
      });
    }).toPass({ timeout: 10_000 });
  };
  await heard('before');
  await deleteClient(host, ID);
  await putClient(host, ID, client);
  await heard('after');
});
