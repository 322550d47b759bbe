import { isLive } from '../fixtures/control-room.ts';
import { fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

/** Every page of the rail, and those beneath it that have a page of their own. */
const PAGES = [
  '/',
  '/intents',
  '/intents/cut',
  '/macros',
  '/macros/show_open',
  '/devices',
  '/devices/studio_main',
  '/protocols',
  '/packs',
  '/cameras',
  '/hardware',
  '/agents',
  '/state',
  '/telemetry',
  '/audit',
  '/settings',
];

const SIZES = [
  [1024, 640],
  [1440, 900],
  [820, 1180],
] as const;

for (const path of PAGES)
  test(`${path} stands in nobody's way in any theme, and fits every size`, async ({ page }) => {
    // Three themes, and axe takes seconds on a busy machine.
    test.slow();
    await isLive(page);
    await page.evaluate((to) => {
      location.hash = to;
    }, path);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await fitsSideways(page);
    }
    await soundInEveryTheme(page);
  });
