import type { Locator, Page } from '@playwright/test';
import { isLive, keyAt } from '../fixtures/control-room.ts';
import {
  makeMacro,
  openMacro,
  openMacros,
  runButton,
  stepRow,
  stepsGrid,
  storedMacro,
} from '../fixtures/macros.ts';
import { atEverySize, fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const banner = (page: Page): Locator => page.getByRole('region', { name: 'Recording' });

const rail = (page: Page, name: string): Locator =>
  page.getByRole('navigation').getByRole('link', { name });

const press = async (page: Page, place: string): Promise<void> => {
  await keyAt(page, place).hover();
  await page.mouse.down();
  await page.mouse.up();
};

const stepNames = (page: Page): Promise<string[]> =>
  stepsGrid(page).locator('[data-type="step"] .nm b').allTextContents();

test('what is fired while it records becomes steps, from any page, until it is stopped', async ({
  page,
  host,
  witness,
}) => {
  await openMacros(page);
  await page.getByRole('button', { name: 'Record a new one' }).click();
  await expect(banner(page)).toContainText('0 steps');
  await rail(page, 'Control room').click();
  await press(page, '1/0/0');
  await expect(banner(page)).toContainText('1 step');
  const first = await witness.executionOf('cam_1_wide');
  await press(page, '1/0/1');
  await expect(banner(page)).toContainText('2 steps');
  const second = await witness.executionOf('cam_2_anchor');
  await press(page, '1/1/7');
  await expect(banner(page)).toContainText('3 steps');
  await witness.execution(({ macro }) => macro?.macro_id === 'show_open');
  await rail(page, 'Audit').click();
  await expect(banner(page)).toContainText('3 steps');
  await banner(page).getByRole('button', { name: 'Stop recording' }).click();

  await expect(banner(page)).toHaveCount(0);
  await expect.poll(() => stepNames(page)).toEqual(['cam_1_wide', 'cam_2_anchor', 'show_open']);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(runButton(page)).toBeEnabled();
  const id = new URL(page.url()).hash.split('/').at(-1) ?? '';
  const stored = await storedMacro(host, id);
  expect(stored?.steps).toMatchObject([
    { intent_name: 'cam_1_wide', delay_ms: 0 },
    { intent_name: 'cam_2_anchor' },
    { macro_id: 'show_open' },
  ]);
  const gap = Date.parse(second.started_at) - Date.parse(first.started_at);
  const pause = stored?.steps[1]?.delay_ms ?? 0;
  expect(pause % 10).toBe(0);
  expect(Math.abs(pause - gap)).toBeLessThan(first.latency_ms + 20);
});

test('two people at two windows: what the other fires is recorded too, what is no step is told, and all of it is one change', async ({
  page,
  host,
}) => {
  const name = `values_${Date.now()}`;
  await makeMacro(page, name, [['cam_1_wide', '0']]);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const other = await host.openPage();
  try {
    await isLive(other.page);
    await press(other.page, '1/0/2');
    await expect(banner(page)).toContainText('1 step');
    await expect(stepRow(page, 'cam_3_guest')).toBeVisible();
    const body = JSON.stringify({ context: { level: 0.7 } });
    await other.page.evaluate(async (sent) => {
      const headers = { 'content-type': 'application/json' };
      await fetch('/api/intents/desk_key/execute', { method: 'POST', headers, body: sent });
    }, body);
    await expect(banner(page)).toContainText('2 steps');
  } finally {
    await other.close();
  }
  await stepRow(page, 'desk_key').click();
  await expect(page.getByLabel('Variables', { exact: true })).toHaveValue('{"level":0.7}');
  await stepRow(page, 'cam_1_wide').click();
  await page.getByRole('button', { name: 'Run this step' }).click();
  await expect(banner(page)).toContainText('a macro can’t run itself');
  await banner(page).getByRole('button', { name: 'Stop recording' }).click();
  await page.keyboard.press('Control+z');
  await expect.poll(() => stepNames(page)).toEqual(['cam_1_wide']);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => stepNames(page)).toEqual(['cam_1_wide', 'cam_3_guest', 'desk_key']);
});

test('a reload ends the recording and keeps what it has; discarding takes it back, and can be undone', async ({
  page,
}) => {
  const name = `kept_${Date.now()}`;
  await makeMacro(page, name, [['cam_1_wide', '0']]);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await rail(page, 'Control room').click();
  await press(page, '1/0/1');
  await expect(banner(page)).toContainText('1 step');
  await page.reload();
  await isLive(page);
  await expect(banner(page)).toHaveCount(0);
  await openMacro(page, new RegExp(name));
  await expect.poll(() => stepNames(page)).toEqual(['cam_1_wide', 'cam_2_anchor']);

  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await rail(page, 'Control room').click();
  await press(page, '1/0/0');
  await expect(banner(page)).toContainText('1 step');
  await banner(page).getByRole('button', { name: 'Discard' }).click();
  await openMacro(page, new RegExp(name));
  await expect.poll(() => stepNames(page)).toEqual(['cam_1_wide', 'cam_2_anchor']);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect
    .poll(() => stepNames(page))
    .toEqual(['cam_1_wide', 'cam_2_anchor', 'cam_1_wide']);
});

test('a macro is gone through on the simulators, one step for each Next, by button and by key', async ({
  page,
  witness,
}) => {
  await openMacro(page, /Show open/);
  await page.getByRole('button', { name: 'Step through' }).click();
  const next = page.getByRole('button', { name: 'Next step' });
  await expect(next).toBeFocused();
  await expect(page.getByText('Next: 1 studio_dark')).toBeVisible();
  await expect(stepRow(page, 'studio_dark')).toContainText('waiting');
  await next.click();
  await expect(stepRow(page, 'studio_dark')).toContainText(/sent \d/);
  await expect(page.getByText('Next: 2 desk_key')).toBeVisible();
  await page.keyboard.press('F10');
  await expect(stepRow(page, 'music_bed')).toContainText(/ok|sent/);
  await expect(page.getByText('Next: 4 vt_1_cue')).toBeVisible();
  await expect(stepRow(page, 'vt_1_cue')).toContainText('waiting');
  await page.getByRole('button', { name: 'End it' }).click();
  await expect(runButton(page)).toBeEnabled();
  const run = await witness.execution(({ macro }) => macro?.macro_id === 'show_open');
  expect(run).toMatchObject({ outcome: 'cancelled', simulated: true });
  const step = await witness.executionOf('music_bed');
  expect(step.simulated).toBe(true);
  expect(step.trace.every(({ simulated }) => simulated === true)).toBe(true);

  await stepRow(page, 'music_bed').click();
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Trace', exact: true })).toContainText(
    'on the simulators',
  );
});

test('nothing stands in the way of anybody while it records or steps', async ({ page }) => {
  await openMacro(page, /Show open/);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByRole('button', { name: 'Step through' }).click();
  await expect(page.getByRole('button', { name: 'Next step' })).toBeVisible();
  await soundInEveryTheme(page);
  await page.getByRole('button', { name: 'End it' }).click();
  await banner(page).getByRole('button', { name: 'Discard' }).click();
});

test('it fits every size with unsaved changes while it records', async ({ page }) => {
  await openMacro(page, /Show open/);
  await page.getByLabel('Wait before').fill('10');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await atEverySize(page, async () => {
    for (const one of [
      runButton(page),
      page.getByRole('button', { name: 'Save', exact: true }),
      page.getByRole('button', { name: 'Step through' }),
      banner(page).getByRole('button', { name: 'Discard' }),
      stepRow(page, 'studio_dark'),
    ])
      await expect(one).toBeInViewport({ ratio: 1 });
    await fitsSideways(page);
  });
});
