import { z } from 'zod';
import { executionsList } from '../fixtures/control-room.ts';
import {
  askApi,
  deleteClient,
  openHardware,
  plugGamepad,
  pressesOf,
  pressGamepad,
  putClient,
} from '../fixtures/hardware.ts';
import { atEverySize, fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const DESK = 'armed_desk';

/** Its presses count for as long as the test goes. */
const client = {
  kind: 'buzzer',
  host: '127.0.0.1:9',
  game_id: 2,
  simulated: true,
  lockout_ms: 0,
  debounce_ms: 0,
  buzzers: [
    { buzzer_id: 'red', label: 'Red', key: 'Digit1', gamepad: { button: 3 } },
    { buzzer_id: 'blue', label: 'Blue', key: 'Space' },
  ],
};

test.beforeEach(async ({ host }) => {
  await putClient(host, DESK, client);
});

test.afterAll(async ({ host }) => {
  await deleteClient(host, DESK);
});

test('an armed desk presses from every page, but not in a field, and says so', async ({
  page,
  host,
}) => {
  test.slow();
  await openHardware(page);
  await plugGamepad(page);
  await page.getByRole('link', { name: DESK, exact: true }).click();
  const banner = page.getByRole('banner');
  const chip = banner.getByRole('link', { name: `Buzzers armed: ${DESK}` });
  await expect(chip).toHaveCount(0);
  await page.getByRole('switch', { name: /^Armed on every page/ }).check();
  await expect(chip).toContainText(DESK);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  let presses = await pressesOf(host, DESK);

  await test.step('keys press at once, though the switch has the focus', async () => {
    await page.keyboard.press('1');
    await expect(chip).toContainText('red counted');
    await expect.poll(() => pressesOf(host, DESK)).toBe((presses += 1));
  });

  await test.step('keys press; the hotkey of the deck does not fire beside them', async () => {
    await pages.getByRole('link', { name: 'Control' }).click();
    const before = await executionsList(page).getByRole('row').count();
    await expect(chip).toContainText(DESK);
    await page.keyboard.press('1');
    await expect(chip).toContainText('red counted');
    await expect.poll(() => pressesOf(host, DESK)).toBe((presses += 1));
    await expect(executionsList(page).getByRole('row')).toHaveCount(before);
  });

  await test.step('a gamepad does, and survives a reload', async () => {
    await page.reload();
    await expect(chip).toContainText(DESK);
    await pressGamepad(page, 3);
    await expect(chip).toContainText('red counted');
    await expect.poll(() => pressesOf(host, DESK)).toBe((presses += 1));
  });

  await test.step('what is typed presses nothing, and neither does a button', async () => {
    await pages.getByRole('link', { name: 'Hardware' }).click();
    const find = page.getByLabel('Find in messages');
    await find.focus();
    await page.keyboard.type('1 1');
    await expect(find).toHaveValue('1 1');
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    // A link does nothing with Space: the buzzer has it.
    await pages.getByRole('link', { name: 'Hardware' }).focus();
    await page.keyboard.press('Space');
    await expect(chip).toContainText('blue counted');
    await expect.poll(() => pressesOf(host, DESK)).toBe((presses += 1));
  });

  await test.step('it fits beside everything else', async () => {
    await atEverySize(page, async () => {
      await expect(chip).toBeInViewport({ ratio: 1 });
      await fitsSideways(page);
    });
    await soundInEveryTheme(page, 'header');
  });

  await test.step('it is disarmed with one button, and keys press nothing', async () => {
    await banner.getByRole('button', { name: 'Disarm the buzzers' }).press('Enter');
    await expect(chip).toHaveCount(0);
    await pages.getByRole('link', { name: 'Audit' }).click();
    await page.keyboard.press('1');
    await page.keyboard.press('1');
    await page.reload();
    await expect(chip).toHaveCount(0);
    expect(await pressesOf(host, DESK)).toBe(presses);
  });
});

test('after a click on one buzzer, the key of another presses that one', async ({
  page,
  host,
}) => {
  await openHardware(page);
  await page.getByRole('link', { name: DESK, exact: true }).click();
  const pad = page.getByRole('region', { name: `Buzzers of ${DESK}` });
  await pad.getByRole('button', { name: /^Red/ }).click();
  await expect(pad.getByRole('button', { name: /^Red, (last: )?counted/ })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(pad.getByRole('button', { name: /^Blue, (last: )?counted/ })).toBeVisible();
  await pad.getByRole('button', { name: /^Red/ }).focus();
  const presses = await pressesOf(host, DESK);
  await page.keyboard.press('Enter');
  await expect.poll(() => pressesOf(host, DESK)).toBe(presses + 1);
});

test('what a stopped desk says of its presses is true', async ({ page, host }) => {
  await openHardware(page);
  await page.getByRole('link', { name: DESK, exact: true }).click();
  const pad = page.getByRole('region', { name: `Buzzers of ${DESK}` });
  await expect(pad).toContainText('Presses count.');
  z.looseObject({ state: z.literal('stopped') }).parse(
    await askApi(host, 'POST', `/api/hardware/${DESK}/stop`),
  );
  await expect(pad).toContainText('Presses do not count. The client is stopped');
  await pad.getByRole('button', { name: /^Red/ }).click();
  await expect(pad.getByRole('button', { name: /^Red/ })).toContainText('not sent: no backend');
});
