import { isLive } from '../fixtures/control-room.ts';
import { atEverySize, fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

/** The pages whose own specs do not look at them in every theme and at every size. */
const PAGES = ['/agents', '/state', '/telemetry', '/audit', '/settings'];

for (const path of PAGES)
  test(`${path} stands in nobody's way in any theme, and fits every size`, async ({ page }) => {
    // Three themes, and axe takes seconds on a busy machine.
    test.slow();
    await isLive(page);
    await page.evaluate((to) => {
      location.hash = to;
    }, path);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await atEverySize(page, () => fitsSideways(page));
    await soundInEveryTheme(page);
  });
