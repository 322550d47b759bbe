import { MacroSchema } from '../../src/shared/contract/macro.ts';
import {
  executionsList,
  isLive,
  keyAt,
  pointerDown,
  press,
  tracePanel,
} from '../fixtures/control-room.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';

test.beforeEach(({ page }) => isLive(page));

test('it shows each step with its time, the versions it used, and the raw reply', async ({
  page,
}) => {
  await press(page, '1/0/0', 'ok');
  const trace = tracePanel(page);
  await expect(trace).toContainText('cam_1_wide');
  for (const step of ['lookup', 'resolve', 'connect', 'write', 'reply'])
    await expect(trace.getByText(step, { exact: true }).first()).toBeVisible();
  await trace.getByText(/stored values used/).click();
  await expect(trace).toContainText('intent:cam_1_wide');
  await expect(trace).toContainText('POST /api/location/1/0/0/press');
});

test('it steps through the runs of one intent', async ({ page, witness }) => {
  await press(page, '1/0/0', 'ok');
  const first = await witness.executionOf('cam_1_wide');
  await press(page, '1/0/3', 'ok');
  await press(page, '1/0/0', 'ok');
  const trace = tracePanel(page);
  const second = await witness.execution(
    ({ intent_name, execution_id }) =>
      intent_name === 'cam_1_wide' && execution_id !== first.execution_id,
  );
  await expect(trace).toContainText(second.execution_id.slice(-8));
  await trace.getByRole('button', { name: 'Previous run of cam_1_wide' }).click();
  await expect(trace).toContainText(first.execution_id.slice(-8));
  await trace.getByRole('button', { name: 'Next run of cam_1_wide' }).click();
  await expect(trace).toContainText(second.execution_id.slice(-8));
});

test('it is copied as text, or by hand where there is no clipboard', async ({
  page,
  witness,
}) => {
  await press(page, '1/0/2', 'failed');
  const run = await witness.executionOf('cam_3_guest');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
  });
  await tracePanel(page).getByRole('button', { name: 'Copy as text' }).click();
  const text = page.getByRole('dialog').getByRole('textbox');
  await expect(text).toHaveValue(/^cam_3_guest: failed/);
  await expect(text).toHaveValue(new RegExp(run.execution_id));
  await page.keyboard.press('Escape');

  await page.evaluate(() => {
    const written: string[] = [];
    Object.assign(window, { written });
    const clipboard = { writeText: (value: string) => Promise.resolve(written.push(value)) };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  });
  await tracePanel(page).getByRole('button', { name: 'Copy as text' }).click();
  expect(await page.evaluate('window.written[0]')).toMatch(/^cam_3_guest: failed/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

/** The demo's macro, with a pause before its fourth step that nobody waits out. */
const slowMacro = async ({ dataDir }: Host) => {
  const redis = await openRedis(dataDir);
  const key = 'mcr:companion:macro:show_open';
  const text = (await redis.get(key)) ?? '';
  const macro = MacroSchema.parse(JSON.parse(text));
  const steps = macro.steps.map((step) =>
    step.step_number === 4 ? { ...step, delay_ms: 60_000 } : step,
  );
  await redis.set(key, JSON.stringify({ ...macro, steps }));
  return {
    async [Symbol.asyncDispose]() {
      await redis.set(key, text);
      redis.disconnect();
    },
  };
};

test('a macro shows its steps while it runs, is cancelled, and its steps lead to their traces', async ({
  page,
  witness,
  host,
}) => {
  await using _slow = await slowMacro(host);
  // By the time this is answered the engine has seen the change.
  await press(page, '1/0/0', 'ok');
  const key = keyAt(page, '1/1/7');
  await pointerDown(page, key);
  await page.mouse.up();
  await expect(key).toContainText(/step \d+ of \d+/);
  await executionsList(page)
    .getByRole('row')
    .filter({ has: page.getByLabel('macro', { exact: true }) })
    .first()
    .click();
  const trace = tracePanel(page);
  await expect(trace.getByRole('list', { name: 'Steps of the macro' })).toBeVisible();
  await trace.getByRole('button', { name: 'Cancel' }).click();
  await expect(key).toHaveAttribute('data-outcome', /^(cancelled|unknown)$/);
  const run = await witness.execution(({ macro }) => macro !== undefined);
  await expect(trace.getByRole('button', { name: 'Cancel' })).toHaveCount(0);

  const fired = run.macro?.steps.find(({ execution_id }) => execution_id !== null);
  const steps = trace.getByRole('list', { name: 'Steps of the macro' });
  await steps
    .getByRole('button', { name: fired?.name ?? '' })
    .first()
    .click();
  await expect(trace).toContainText(fired?.execution_id?.slice(-8) ?? '');
  await trace.getByRole('button', { name: 'part of a macro run' }).click();
  await expect(trace).toContainText(run.execution_id.slice(-8));
});

test('the list is filtered by outcome', async ({ page }) => {
  await press(page, '1/0/2', 'failed');
  await press(page, '1/0/0', 'ok');
  const list = executionsList(page);
  const chip = list.getByRole('button', { name: /^\d+ failed$/ });
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(list.getByRole('row').nth(1)).toContainText('cam_3_guest');
  await expect(list.getByRole('grid')).not.toContainText('cam_1_wide');
  await chip.click();
  await expect(list.getByRole('grid')).toContainText('cam_1_wide');
});
