import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './chromium-options.ts';
import { isLive, keyAt } from './fixtures/control-room.ts';
import { newDataDir } from './fixtures/project.ts';
import { startHeadless } from './fixtures/web-host.ts';

const SIZES = [
  [1024, 640],
  [1440, 900],
  [820, 1180],
] as const;

/** Something of everything: answers, datagrams, a failure, and three commands of one key. */
const PRESSED = [
  '1/1/0',
  '1/0/0',
  '1/0/3',
  '1/1/2',
  '1/1/6',
  '1/2/0',
  '1/0/6',
  '1/0/1',
  '1/0/2',
];

const folder = join(import.meta.dirname, 'screenshots');

const pressSome = async (page: Page): Promise<void> => {
  for (const place of PRESSED) {
    const key = keyAt(page, place);
    await key.hover();
    await page.mouse.down();
    await page.mouse.up();
    await expect(key).toHaveAttribute('data-outcome', /^(ok|sent|failed)$/);
  }
  await page.mouse.move(0, 0);
};

/** A page's file name, as in `devices-protocols`. */
const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');

const dataDir = await newDataDir();
const host = await startHeadless(dataDir);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });
try {
  await mkdir(folder, { recursive: true });
  for (const [width, height] of SIZES) {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    await page.goto(host.listening.url);
    await isLive(page);
    await pressSome(page);
    for (const link of await page.getByRole('navigation').first().getByRole('link').all()) {
      const title = (await link.getAttribute('aria-label')) ?? (await link.innerText());
      await link.click();
      // A page that is loaded when it is first looked at is not there yet.
      await page.getByRole('main').getByRole('heading').first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      const file = `${slug(title)}-${width}x${height}.png`;
      await page.screenshot({ path: join(folder, file), animations: 'disabled' });
      process.stdout.write(`e2e/screenshots/${file}\n`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await host.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
