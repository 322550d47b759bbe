import type { Page } from '@playwright/test';
import { executionsList, isLive, keyAt, pointerDown } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const ARMED = '1/3/3';
const ASKS = '1/3/4';
const HELD = '1/3/5';

const question = (page: Page) => page.getByRole('dialog', { name: /^Run studio_off/ });
const tap = async (page: Page, place: string): Promise<void> => {
  await pointerDown(page, keyAt(page, place));
  await page.mouse.up();
};

test.beforeEach(({ page }) => isLive(page));

test.describe('a key that has to be held', () => {
  test('says so, and runs once it was held for long enough', async ({ page, witness }) => {
    const key = keyAt(page, HELD);
    await expect(key).toContainText('hold 0.8 s');
    await expect(key).toHaveAccessibleName(/hold 0\.8 s/);
    await pointerDown(page, key);
    await expect(key).toHaveAttribute('data-outcome', 'holding');
    await expect(key.locator('.ring')).toBeVisible();
    await expect(key).toHaveAttribute('data-outcome', 'ok');
    await page.mouse.up();
    const run = await witness.executionOf('stop_playout');
    expect(run.outcome).toBe('ok');
    expect(await witness.received(run)).toHaveLength(1);
    const held = run.steps?.find(({ step }) => step === 'guard');
    // A timer of Node may end a fraction of a millisecond early.
    expect(held?.took_ms).toBeGreaterThanOrEqual(799);
  });

  test('sends nothing when it is let go too early, and that is no fault', async ({
    page,
    witness,
  }) => {
    const key = keyAt(page, HELD);
    await tap(page, HELD);
    await expect(key).toHaveAttribute('data-outcome', 'let_go');
    const run = await witness.executionOf('stop_playout');
    expect(run).toMatchObject({ outcome: 'refused', attempts: 0, trace: [] });
    await expect(executionsList(page)).toContainText('hold it');
    await expect(key).not.toHaveAttribute('data-outcome', /./);
  });

  test('is held with the keyboard too', async ({ page }) => {
    const key = keyAt(page, HELD);
    await key.focus();
    await page.keyboard.down('Enter');
    await expect(key).toHaveAttribute('data-outcome', 'holding');
    await expect(key).toHaveAttribute('data-outcome', 'ok');
    await page.keyboard.up('Enter');
    await expect(key).toBeFocused();
  });
});

test.describe('a key that has to be armed', () => {
  test('runs with the second press only', async ({ page, witness }) => {
    const key = keyAt(page, ARMED);
    await tap(page, ARMED);
    await expect(key).toHaveAttribute('data-outcome', 'armed');
    await expect(key).toContainText('press again');
    await expect(key.locator('.k-prog')).toBeVisible();
    expect((await witness.executionOf('take_to_air')).outcome).toBe('refused');
    await tap(page, ARMED);
    await expect(key).toHaveAttribute('data-outcome', 'ok');
    const run = await witness.execution(
      ({ intent_name, outcome }) => intent_name === 'take_to_air' && outcome === 'ok',
    );
    expect(await witness.received(run)).toHaveLength(1);
  });

  test('disarms by itself, and by a panic', async ({ page }) => {
    const key = keyAt(page, ARMED);
    await tap(page, ARMED);
    await expect(key).toHaveAttribute('data-outcome', 'armed');
    await expect(key).not.toHaveAttribute('data-outcome', /./, { timeout: 15_000 });
    await expect(key).toContainText('press twice');

    await tap(page, ARMED);
    await expect(key).toHaveAttribute('data-outcome', 'armed');
    await page.keyboard.press('Control+Shift+Escape');
    await expect(page.getByRole('region', { name: 'Panic', exact: true })).toBeVisible();
    await expect(key).not.toHaveAttribute('data-outcome', /./);
    const lift = page.getByRole('banner').getByRole('button', { name: /^Lift/ });
    await lift.focus();
    await page.keyboard.down('Enter');
    await expect(page.getByRole('region', { name: 'Panic', exact: true })).toHaveCount(0);
    await page.keyboard.up('Enter');
  });
});

test.describe('a key that asks first', () => {
  test('runs with yes', async ({ page, witness }) => {
    const key = keyAt(page, ASKS);
    await tap(page, ASKS);
    await expect(key).toHaveAttribute('data-outcome', 'confirm');
    await expect(question(page)).toContainText('Run studio_off?');
    await question(page).getByRole('button', { name: /^Yes/ }).click();
    await expect(question(page)).toHaveCount(0);
    await expect(key).toHaveAttribute('data-outcome', 'ok');
    const run = await witness.execution(
      ({ intent_name, outcome }) => intent_name === 'studio_off' && outcome === 'ok',
    );
    expect(await witness.received(run)).toHaveLength(1);
  });

  for (const how of ['Escape', 'Enter'] as const)
    test(`sends nothing with ${how}, and gives the focus back`, async ({ page, witness }) => {
      const key = keyAt(page, ASKS);
      await key.focus();
      await page.keyboard.press('Enter');
      await expect(question(page).getByRole('button', { name: /^No/ })).toBeFocused();
      await page.keyboard.press(how);
      await expect(question(page)).toHaveCount(0);
      await expect(key).toBeFocused();
      await expect(key).not.toHaveAttribute('data-outcome', /./);
      await tap(page, '1/0/5');
      await witness.executionOf('vt_1_cue');
      const asked = (await witness.executions()).filter(
        ({ intent_name }) => intent_name === 'studio_off',
      );
      expect(asked.map(({ outcome }) => outcome)).toEqual(['refused']);
    });

  test('leaves the rest of the deck alone while it asks', async ({ page, witness }) => {
    await tap(page, ASKS);
    await expect(question(page)).toBeVisible();
    await tap(page, '1/0/0');
    await expect(keyAt(page, '1/0/0')).toHaveAttribute('data-outcome', 'ok');
    expect((await witness.executionOf('cam_1_wide')).outcome).toBe('ok');
    await expect(question(page)).toBeVisible();
    await page.getByRole('tab', { name: /Audio/ }).click();
    await expect(question(page)).toHaveCount(0);
    await page.getByRole('tab', { name: /Show/ }).click();
    await question(page).getByRole('button', { name: /^No/ }).click();
    await expect(question(page)).toHaveCount(0);
  });
});
