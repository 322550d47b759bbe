import type { Locator, Page } from '@playwright/test';
import {
  makeMacro,
  openMacro,
  openMacros,
  runButton,
  stepRow,
  stepsGrid,
  storedMacro,
} from '../fixtures/macros.ts';
import { redisPid } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true });

const macroTab = (page: Page): Promise<void> =>
  page.getByRole('tab', { name: 'Macro', exact: true }).click();

const TWO_STEPS: [string, string][] = [
  ['cam_1_wide', '0'],
  ['cam_2_anchor', '200'],
];

test('two people change one macro: what only one touched is kept, the rest is asked for', async ({
  page,
  host,
}) => {
  const name = `both_${Date.now()}`;
  await makeMacro(page, name, TWO_STEPS);
  const other = await host.openPage();
  try {
    await openMacro(other.page, new RegExp(name));
    await stepRow(page, 'cam_2_anchor').click();
    await page.getByLabel('Wait before').fill('700');
    await page.getByLabel('Time-out').fill('900');
    await stepRow(other.page, 'cam_2_anchor').click();
    await other.page.getByLabel('Wait before').fill('300');
    await button(other.page, 'Intent').click();
    await other.page.getByLabel('Intent', { exact: true }).last().fill('cam_3_guest');
    await button(other.page, 'Save').click();
    await expect.poll(async () => (await storedMacro(host, name))?.steps).toHaveLength(3);

    await expect(page.getByText(/Somebody else saved this macro/)).toBeVisible();
    await button(page, 'Save').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('steps.2.delay_ms');
    await expect(dialog).toContainText('700');
    await expect(dialog).toContainText('300');
    expect((await storedMacro(host, name))?.steps[1]).toMatchObject({ delay_ms: 300 });
    await dialog
      .getByRole('group', { name: /steps\.2\.delay_ms/ })
      .getByLabel('Theirs', { exact: true })
      .check();
    await button(page, 'Save what is chosen').click();
    await expect
      .poll(async () => (await storedMacro(host, name))?.steps)
      .toMatchObject([
        { intent_name: 'cam_1_wide' },
        { intent_name: 'cam_2_anchor', delay_ms: 300, timeout_ms: 900 },
        { intent_name: 'cam_3_guest' },
      ]);
    await expect(button(page, 'Save')).toHaveCount(0);
    await expect(stepRow(page, 'cam_3_guest')).toBeVisible();
  } finally {
    await other.close();
  }
});

test('two people, one of whom deletes what the other edits: it is said, and nothing typed is lost', async ({
  page,
  host,
}) => {
  const name = `gone_${Date.now()}`;
  await makeMacro(page, name, TWO_STEPS);
  const other = await host.openPage();
  try {
    await macroTab(page);
    await field(page, 'What it is for').fill('Still mine');
    await openMacro(other.page, new RegExp(name));
    await macroTab(other.page);
    await button(other.page, 'Delete this macro').click();
    await expect.poll(() => storedMacro(host, name)).toBeNull();
    await expect(page.getByText(/Somebody else deleted this macro/)).toBeVisible();
    await expect(field(page, 'What it is for')).toHaveValue('Still mine');
    await button(page, 'Save').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save it anew' }).click();
    await expect
      .poll(() => storedMacro(host, name))
      .toMatchObject({ description: 'Still mine', steps: [{}, {}] });
  } finally {
    await other.close();
  }
});

test('changes are taken back and made again by the keyboard, whichever field has the focus', async ({
  page,
}) => {
  const name = `undo_${Date.now()}`;
  await makeMacro(page, name, TWO_STEPS);
  await stepRow(page, 'cam_2_anchor').click();
  await button(page, 'Move up').click();
  await page.getByLabel('Wait before').fill('450');
  const first = stepsGrid(page).locator('[data-type="step"]').first();
  await expect(first).toContainText('cam_2_anchor');
  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Wait before')).toHaveValue('200');
  await page.keyboard.press('Control+z');
  await expect(first).toContainText('cam_1_wide');
  await expect(button(page, 'Save')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+Shift+z');
  await expect(first).toContainText('cam_2_anchor');
  await expect(first).toContainText('after 0.45 s');
  await button(page, 'Drop changes').click();
  await expect(first).toContainText('cam_1_wide');
  await page.keyboard.press('Control+z');
  await expect(first).toContainText('cam_2_anchor');
});

test('while Redis is away what is to be saved is kept, through a change of page, and saved when it is back', async ({
  page,
  host,
}) => {
  const name = `away_${Date.now()}`;
  await makeMacro(page, name, TWO_STEPS);
  const pid = await redisPid(host.dataDir);
  process.kill(pid, 'SIGSTOP');
  try {
    await macroTab(page);
    await field(page, 'What it is for').fill('Kept');
    await button(page, 'Save').click();
    await expect(page.getByText(/Not saved yet/)).toBeVisible({ timeout: 15_000 });
    await expect(field(page, 'What it is for')).toHaveValue('Kept');
    await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).click();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect
    .poll(() => storedMacro(host, name), { timeout: 15_000 })
    .toMatchObject({ description: 'Kept' });
});

test('what can’t be is said: a megabyte, names that are none, an id that is taken', async ({
  page,
  host,
}) => {
  const name = `bad_${Date.now()}`;
  await openMacros(page);
  await button(page, 'New macro').click();
  await field(page, 'Id').fill('Show 🎬 open');
  await expect(page.getByText(/Use 1 to 128 letters/).last()).toBeVisible();
  await field(page, 'Id').fill('show_open');
  await expect(page.getByText(/There is a macro of this id already/).last()).toBeVisible();
  await field(page, 'Id').fill(name);
  await field(page, 'Name').fill(name);
  const variables = page.getByLabel('Variables with their defaults');
  await variables.fill('{"scene": "news"}');
  for (const [box, most] of [
    [variables, '100,000'],
    [field(page, 'Name'), '2,000'],
  ] as const) {
    await box.fill('x'.repeat(2 ** 20));
    const said = `That has 1,048,576 characters and was not taken; ${most} fit here.`;
    await expect(page.getByText(said)).toBeVisible();
  }
  await expect(variables).toHaveValue('{"scene": "news"}');
  await expect(field(page, 'Name')).toHaveValue(name);
  await stepRow(page, 'No intent yet').click();
  await field(page, 'Intent').last().fill('cam 1 🎥');
  await expect(page.getByText(/Use 1 to 128 letters/).last()).toBeVisible();
  await field(page, 'Intent').last().fill('cam_1_wide');
  await page.reload();
  await expect(stepRow(page, 'cam_1_wide')).toBeVisible();
  await button(page, 'Save').click();
  await expect(runButton(page)).toBeEnabled();

  await macroTab(page);
  await button(page, 'Rename').click();
  await field(page, 'New id').fill('show_open');
  await expect(page.getByText(/another macro of that id/)).toBeVisible();
  await expect(button(page, 'Rename it')).toBeDisabled();
  await field(page, 'New id').fill(`${name}_b`);
  await button(page, 'Rename it').click();
  await expect.poll(() => storedMacro(host, `${name}_b`)).toMatchObject({ macro_name: name });
  expect(await storedMacro(host, name)).toBeNull();
  await expect(stepRow(page, 'cam_1_wide')).toBeVisible();
});

test('a deletion says what would break, and is undone', async ({ page, host }) => {
  await openMacro(page, /Show open/);
  await macroTab(page);
  await button(page, 'Delete this macro').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('key 1/1/7');
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await expect.poll(() => storedMacro(host, 'show_open')).toBeNull();
  await button(page, 'Undo').click();
  await expect
    .poll(() => storedMacro(host, 'show_open'))
    .toMatchObject({ macro_id: 'show_open' });
});

/** Presses Tab until the focus is on what is called so. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
};

test('the keyboard alone makes a macro, changes its order and runs it', async ({
  page,
  host,
  witness,
}) => {
  const name = `keys_${Date.now()}`;
  await openMacros(page);
  await tabTo(page, button(page, 'New macro'));
  await page.keyboard.press('Enter');
  await tabTo(page, field(page, 'Name'));
  await page.keyboard.type('Keys only');
  await tabTo(page, field(page, 'Id'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await tabTo(page, stepsGrid(page));
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await tabTo(page, field(page, 'Intent').last());
  await page.keyboard.type('cam_1_wide');
  await tabTo(page, button(page, 'Intent'));
  await page.keyboard.press('Enter');
  await tabTo(page, field(page, 'Intent').last());
  await page.keyboard.type('cam_2_anchor');
  await tabTo(page, stepsGrid(page));
  await page.keyboard.press('Alt+ArrowUp');
  await expect(stepsGrid(page).locator('[data-type="step"]').first()).toContainText(
    'cam_2_anchor',
  );
  await page.keyboard.press('Delete');
  await expect(stepRow(page, 'cam_2_anchor')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(stepRow(page, 'cam_2_anchor')).toBeVisible();
  await tabTo(page, button(page, 'Save'));
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await storedMacro(host, name))?.steps)
    .toMatchObject([{ intent_name: 'cam_2_anchor' }, { intent_name: 'cam_1_wide' }]);
  await tabTo(page, runButton(page));
  await page.keyboard.press('Enter');
  await witness.execution(({ macro }) => macro?.macro_id === name);
});
