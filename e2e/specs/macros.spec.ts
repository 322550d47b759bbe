import type { Page } from '@playwright/test';
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
import { fitsAtEverySize, standsInNobodysWay } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const openShow = (page: Page): Promise<void> => openMacro(page, /Show open/);

test('a macro runs step by step in sight, and each step leads to its trace', async ({
  page,
  witness,
}) => {
  await openShow(page);
  await runButton(page).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(stepRow(page, 'vt_1_roll')).toContainText('waiting');
  await expect(stepRow(page, 'studio_dark')).toContainText(/sent \d/);
  await expect(stepRow(page, 'vt_1_roll')).toContainText(/ok \d/);
  await expect(runButton(page)).toBeEnabled();

  const run = await witness.execution(({ macro }) => macro?.macro_id === 'show_open');
  expect(run).toMatchObject({ origin: 'operator', success: true });
  const cue = await witness.executionOf('vt_1_cue');
  expect(cue).toMatchObject({ origin: 'macro:show_open', parent_id: run.execution_id });

  await stepRow(page, 'vt_1_cue').click();
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Trace', exact: true })).toContainText(
    '/api/location/1/0/5/press',
  );
});

test('a dry run shows every command and sends none', async ({ page, witness }) => {
  await openShow(page);
  await page.getByRole('button', { name: 'Dry run' }).click();
  const dry = page.getByRole('region', { name: 'Dry run', exact: true });
  await expect(dry).toContainText('nothing is sent');
  await expect(dry).toContainText('7 commands');
  await expect(dry).toContainText(/1\.\d+ s expected/);
  await expect(dry).toContainText('/api/location/2/0/0/style?text=DARK');
  const roll = dry.getByRole('row').filter({ hasText: '/api/location/1/0/6/press' });
  await expect(roll.getByRole('cell').first()).toHaveText('6');
  expect((await witness.executions()).filter(({ dry_run }) => !dry_run)).toEqual([]);
});

test('a run is paused, resumed and cancelled; then what an abort asks for is done', async ({
  page,
  witness,
}) => {
  await openShow(page);
  await runButton(page).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^paused \d of 6$/i)).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/^running step \d of 6$/i)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('cancelled', { exact: true }).first()).toBeVisible();
  await expect(stepRow(page, 'clear_graphics')).toContainText(/ok|sent/);
  const run = await witness.execution(({ macro }) => macro?.macro_id === 'show_open');
  expect(run.outcome).toBe('cancelled');
  expect((await witness.executionOf('clear_graphics')).parent_id).toBe(run.execution_id);
});

test('a person makes a macro, is told what is wrong with it, and runs one step', async ({
  page,
  host,
  witness,
}) => {
  const name = `made_${Date.now()}`;
  await makeMacro(page, name, [
    ['cam_1_wide', '0'],
    ['cam_2_anchor', '200'],
  ]);
  expect((await storedMacro(host, name))?.steps).toMatchObject([
    { step_number: 1, intent_name: 'cam_1_wide' },
    { step_number: 2, intent_name: 'cam_2_anchor', delay_ms: 200 },
  ]);

  await page.getByLabel('Time-out').fill('soon');
  await expect(page.getByText(/whole number of milliseconds/).last()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Not saved' })).toContainText('Step 1');
  await page.getByRole('button', { name: 'Drop changes' }).click();

  await stepRow(page, 'cam_2_anchor').click();
  await page.getByRole('button', { name: 'Run this step' }).click();
  await expect(stepRow(page, 'cam_2_anchor')).toContainText(/ok \d/);
  const fired = (await witness.executions()).map(({ intent_name }) => intent_name);
  expect(fired).toContain('cam_2_anchor');
  expect(fired).not.toContain('cam_1_wide');

  await page.getByRole('button', { name: 'Move up' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(async () => {
      const stored = await storedMacro(host, name);
      return stored?.steps.map(({ intent_name }) => intent_name);
    })
    .toEqual(['cam_2_anchor', 'cam_1_wide']);

  await page.getByRole('tab', { name: 'Macro', exact: true }).click();
  await page.getByRole('button', { name: 'Delete this macro' }).click();
  await expect.poll(() => storedMacro(host, name)).toBeNull();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => storedMacro(host, name)).toMatchObject({ macro_id: name });
});

test('a macro runs from a step on, and what came before it is not fired', async ({
  page,
  witness,
}) => {
  const name = `from_${Date.now()}`;
  await makeMacro(page, name, [
    ['cam_1_wide', '0'],
    ['cam_2_anchor', '20'],
    ['vt_1_cue', '20'],
  ]);
  await stepRow(page, 'cam_2_anchor').click();
  await page.getByRole('button', { name: 'Run from here' }).click();
  await expect(stepRow(page, 'vt_1_cue')).toContainText(/ok \d/);
  const run = await witness.execution(({ macro }) => macro?.macro_id === name);
  expect(run.macro?.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
    ['2', 'ok'],
    ['3', 'ok'],
  ]);
});

test('a macro that asks before it runs is answered where it was asked for', async ({
  page,
  witness,
}) => {
  const name = `asks_${Date.now()}`;
  await makeMacro(page, name, [['cam_1_wide', '0']]);
  await page.getByRole('tab', { name: 'Macro', exact: true }).click();
  await page.getByLabel('Guard').selectOption('confirm');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await runButton(page).click();
  await expect(page.getByRole('button', { name: 'No', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await runButton(page).click();
  await page.getByRole('button', { name: 'Yes, run it' }).click();
  await expect(stepRow(page, 'cam_1_wide')).toContainText(/ok \d/);
  expect((await witness.executionOf('cam_1_wide')).origin).toBe(`macro:${name}`);
});

test('the keyboard alone reaches a step and its trace', async ({ page }) => {
  await openShow(page);
  await runButton(page).click();
  await expect(stepRow(page, 'vt_1_roll')).toContainText(/ok \d/);
  await stepsGrid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(stepRow(page, 'desk_key')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Trace' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.getByRole('tab', { name: 'Trace' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Runs' })).toBeFocused();
});

test('a key of the deck runs the macro, and its page shows the run', async ({ page }) => {
  await isLive(page);
  await keyAt(page, '1/1/7').hover();
  await page.mouse.down();
  await page.mouse.up();
  await page.getByRole('navigation').getByRole('link', { name: 'Macros' }).click();
  await expect(page.getByRole('button', { name: 'Cancel Show open' })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Show open/ })
    .click();
  await expect(stepRow(page, 'vt_1_roll')).toContainText(/ok \d/);
});

standsInNobodysWay(async (page, look) => {
  await openMacros(page);
  await look();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Show open/ })
    .click();
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByRole('region', { name: 'Dry run', exact: true })).toBeVisible();
  await runButton(page).click();
  await expect(stepRow(page, 'vt_1_roll')).toContainText(/ok \d/);
  await look();
  for (const tab of ['Macro', 'Runs', 'Trace']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await look();
  }
});

fitsAtEverySize(async (page) => {
  await openShow(page);
  return [
    runButton(page),
    page.getByRole('button', { name: 'Dry run' }),
    stepRow(page, 'studio_dark'),
  ];
});
