import {
  executionsList,
  isLive,
  keyAt,
  pointerDown,
  press,
  tracePanel,
} from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

test.beforeEach(({ page }) => isLive(page));

test('a key sends its command on pointer down, and all of it is told', async ({
  page,
  witness,
}) => {
  const key = keyAt(page, '1/0/0');
  await pointerDown(page, key);
  await expect(key).toHaveAttribute('data-outcome', 'ok');
  await page.mouse.up();

  const execution = await witness.executionOf('cam_1_wide');
  expect(execution).toMatchObject({ origin: 'operator', outcome: 'ok', success: true });
  const received = await witness.received(execution);
  expect(received).toEqual([
    expect.objectContaining({ location: '1/0/0', action: 'press', ran: true, service: 'http' }),
  ]);

  const row = executionsList(page).getByRole('row').filter({ hasText: 'cam_1_wide' }).first();
  await expect(row).toContainText('ok');
  await row.click();
  await expect(tracePanel(page)).toContainText('/api/location/1/0/0/press');
  await expect(tracePanel(page)).toContainText('200');
});

test('a key that fails says why and what to do', async ({ page, witness }) => {
  await press(page, '1/0/2', 'failed');
  const key = keyAt(page, '1/0/2');
  await expect(key).toContainText('no button');
  await expect(key).toHaveAccessibleName(/no button/);

  const { error } = await witness.executionOf('cam_3_guest');
  const hint = error?.details['hint'];
  expect(hint).toEqual(expect.any(String));
  await executionsList(page)
    .getByRole('row')
    .filter({ hasText: 'cam_3_guest' })
    .first()
    .click();
  await expect(tracePanel(page)).toContainText(String(error?.message));
  await expect(tracePanel(page)).toContainText(String(hint));
});

test('a datagram is said to be sent, not to have arrived', async ({ page, witness }) => {
  await press(page, '1/1/1', 'sent');
  expect((await witness.executionOf('desk_key')).outcome).toBe('sent');
});

test('a disabled key sends nothing and says so', async ({ page, witness }) => {
  const key = keyAt(page, '1/2/5');
  await expect(key).toContainText('no server');
  await pointerDown(page, key);
  await page.mouse.up();
  await press(page, '1/0/5', 'ok');
  await witness.executionOf('vt_1_cue');
  const sent = (await witness.executions()).filter(({ outcome }) => outcome !== 'refused');
  expect(sent.map(({ intent_name }) => intent_name)).toEqual(['vt_1_cue']);
});

test('the keyboard moves between keys and presses them', async ({ page, witness }) => {
  await keyAt(page, '1/2/0').focus();
  await page.keyboard.press('ArrowRight');
  await expect(keyAt(page, '1/2/1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(keyAt(page, '1/2/1')).toHaveAttribute('data-outcome', 'ok');
  await page.keyboard.press('ArrowDown');
  await expect(keyAt(page, '1/3/1')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(keyAt(page, '1/3/1')).not.toHaveAttribute('data-outcome', /running/);
  await page.keyboard.press('v');
  await expect(keyAt(page, '1/0/6')).toHaveAttribute('data-outcome', 'ok');
  await witness.executionOf('vt_1_roll');
  const intents = (await witness.executions()).map(({ intent_name }) => intent_name);
  expect(intents.toReversed()).toEqual(['guest_mic', 'scene_news', 'vt_1_roll']);
});

test('tabs and page keys turn the pages', async ({ page }) => {
  await page.getByRole('tab', { name: /Audio/ }).click();
  await expect(keyAt(page, '3/0/3')).toHaveAccessibleName(/Music bed/);
  await expect(keyAt(page, '1/0/0')).toHaveCount(0);
  const back = keyAt(page, '3/3/6');
  await pointerDown(page, back);
  await page.mouse.up();
  await expect(keyAt(page, '2/0/3')).toHaveAccessibleName(/Cyc blue/);
});

test.describe('a key without an intent is held while it is down', () => {
  const releases = {
    'on pointer up': 'up',
    'when the pointer is taken away': 'cancel',
    'when the window loses the focus': 'blur',
  } as const;

  for (const [when, how] of Object.entries(releases)) {
    test(`and let go ${when}`, async ({ page, witness }) => {
      await page.getByRole('tab', { name: /Audio/ }).click();
      const key = keyAt(page, '3/1/0');
      await pointerDown(page, key);
      const down = await witness.execution(({ key }) => key?.phase === 'down');
      const actions = async (): Promise<string[]> =>
        (await witness.received(down)).map(({ location, action }) => `${location} ${action}`);
      expect(await actions()).toEqual(['3/1/0 down']);

      if (how === 'up') await page.mouse.up();
      if (how === 'cancel')
        await key.dispatchEvent('pointercancel', { pointerId: 1, bubbles: true });
      if (how === 'blur') await page.evaluate(() => window.dispatchEvent(new Event('blur')));
      await expect.poll(actions).toEqual(['3/1/0 down', '3/1/0 up']);
      if (how !== 'up') await page.mouse.up();
      await witness.execution(({ key }) => key?.phase === 'up');
      expect(await actions()).toEqual(['3/1/0 down', '3/1/0 up']);
    });
  }

  test('and let go when the page is gone', async ({ page, witness }) => {
    await page.getByRole('tab', { name: /Audio/ }).click();
    await pointerDown(page, keyAt(page, '3/1/0'));
    const down = await witness.execution(({ key }) => key?.phase === 'down');
    await page.reload();
    await expect
      .poll(async () => (await witness.received(down)).map(({ action }) => action).at(-1))
      .toBe('up');
    await page.mouse.up();
  });
});
