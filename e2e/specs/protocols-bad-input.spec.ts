import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

/** The longest time, in milliseconds, that the page's thread was busy in one go while this was done. */
const blockedBy = async (page: Page, work: () => Promise<void>): Promise<number> => {
  await page.evaluate(() => {
    Object.assign(window, { longest: 0 });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        Object.assign(window, { longest: Math.max(Reflect.get(window, 'longest'), duration) });
    }).observe({ type: 'longtask' });
  });
  await work();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() =>
          setTimeout(() => resolve(Reflect.get(window, 'longest')), 0),
        );
      }),
  );
};

const paste = async (page: Page, text: string): Promise<void> => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+v');
};

const openNew = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    location.hash = '/protocols/+new';
  });
  await page.getByLabel('Path', { exact: true }).fill('/');
};

test('a stray brace is said with its place, on a path and on the second line of a text', async ({
  page,
}) => {
  await openNew(page);
  await page.getByLabel('Path', { exact: true }).fill('/a/{page/b');
  await expect(page.getByText(/Character 4: this \{ begins no variable/)).toBeVisible();
  await page.getByLabel('Path', { exact: true }).fill('/a/{page}/}');
  await expect(page.getByText(/Character 11: this \} ends no variable/)).toBeVisible();
  await page.getByText('JSON', { exact: true }).first().click();
  await page.getByLabel('JSON body').fill('{"text": {text}}');
  await expect(page.getByText(/This is no JSON/).first()).toBeVisible();
});

for (const [what, text] of [
  ['words', 'lorem ipsum '.repeat(87_400)],
  ['variables and braces', '/{page}}{'.repeat(116_600)],
] as const)
  test(`a paste of 1 MB of ${what} freezes nothing, and says what is the most`, async ({
    page,
  }) => {
    await openNew(page);
    const path = page.getByLabel('Path', { exact: true });
    await path.fill('/mine/');
    const longest = await blockedBy(page, async () => {
      await paste(page, text);
      await expect(page.getByText(/65,536 is the most/).first()).toBeVisible();
    });
    test.info().annotations.push({ type: 'longest task, ms', description: String(longest) });
    expect(longest).toBeLessThan(1000);
    await expect(path).toHaveValue('/mine/');
    await paste(page, '{page}');
    await expect(path).toHaveValue('/mine/{page}');
    await expect(page.getByText(/65,536 is the most/)).toHaveCount(0);
  });
