import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../e2e/chromium-options.ts';
import { figure, median, percentile, type Figure } from './figure.ts';
import { startHeadless, type HeadlessHost } from './headless-host.ts';

const INTENTS = 2000;
const AT_ONCE = 16;
const SCROLL_FRAMES = 240;
/** A p99 of one page's searches would be its slowest; each page starts cold, as an operator's does. */
const PAGES = 10;
const SEARCHES = 40;

const fill = async (host: HeadlessHost): Promise<void> => {
  for (let from = 0; from < INTENTS; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, offset) => {
        const name = `bench_${String(from + offset).padStart(4, '0')}`;
        return host.api('PUT', `/api/intents/${name}`, {
          intent_name: name,
          description: `Light ${(from + offset) % 97} of the bench`,
          actions: [
            {
              action_type: 'press',
              protocol_name: 'companion_http_press',
              device_id: 'studio_main',
              variables: { page: 1, row: 0, col: (from + offset) % 8 },
            },
          ],
        });
      }),
    );
};

/** The times between frames, in milliseconds, while what `selector` names is scrolled. */
const frames = (page: Page, selector: string): Promise<number[]> =>
  page.evaluate(
    ({ scrolled, count }) =>
      new Promise<number[]>((resolve) => {
        const element = document.querySelector(scrolled);
        const gaps: number[] = [];
        let before = performance.now();
        const next = (now: number): void => {
          if (gaps.length > 0 || now > before) gaps.push(now - before);
          before = now;
          element?.scrollBy(0, 90);
          if (gaps.length < count) requestAnimationFrame(next);
          else resolve(gaps.slice(1));
        };
        requestAnimationFrame(next);
      }),
    { scrolled: selector, count: SCROLL_FRAMES },
  );

/** From typing to the frame after the rows are drawn, in milliseconds. */
const searches = (page: Page): Promise<number[]> =>
  page.evaluate(async (count) => {
    const input = document.querySelector<HTMLInputElement>('[aria-label="Search intents"]');
    const found = document.querySelector('.il-filters output');
    const typed = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    if (!input || !found || !typed) throw new Error('there is no list to search');
    const took: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const text = index % 2 === 0 ? `bench_1${index % 10}` : `light ${index} bench`;
      const started = performance.now();
      await new Promise<void>((resolve) => {
        const seen = new MutationObserver(() => {
          seen.disconnect();
          requestAnimationFrame(() => resolve());
        });
        seen.observe(found, { childList: true, characterData: true, subtree: true });
        typed.set?.call(input, text);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
      took.push(performance.now() - started);
    }
    return took;
  }, SEARCHES);

const openList = async (browser: Browser, url: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.locator('[data-key="1/0/0"]').waitFor();
  await page.evaluate(() => {
    location.hash = '/intents';
  });
  await page.locator('[data-name="bench_0000"]').waitFor();
  return page;
};

/** The least that scrolls: as many rows of two lines, without a program behind them. */
const PLAIN = `<div id="plain" style="width:252px;height:760px;overflow:auto">${Array.from(
  { length: INTENTS },
  (_, index) =>
    `<div style="height:48px"><b>bench_${index}</b><br>Light ${index % 97} of the bench</div>`,
).join('')}</div>`;

const perSecond = (gaps: readonly number[]): number =>
  (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);

/**
 * A list of 2,000 intents in Chromium: frames per second while it scrolls, and how soon a search answers, in ten pages.
 * Raw: a plain list scrolled the same way, half before and half after.
 */
export const listFigures = async (): Promise<Figure[]> => {
  const host = await startHeadless();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumFlags,
  });
  try {
    await fill(host);
    const empty = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await empty.setContent(PLAIN);
    const rawBefore = await frames(empty, '#plain');
    await empty.close();
    const page = await openList(browser, host.url);
    const scrolled = await frames(page, '.il-rows');
    const found = await searches(page);
    while (found.length < PAGES * SEARCHES) {
      const fresh = await openList(browser, host.url);
      found.push(...(await searches(fresh)));
      await fresh.close();
    }
    await page.goto('about:blank');
    await page.setContent(PLAIN);
    const raw = [...rawBefore, ...(await frames(page, '#plain'))];
    const [fps, rawFps] = [perSecond(scrolled), perSecond(raw)];
    const [p50, p99] = [median(found), percentile(found, 0.99)];
    return [
      figure({
        name: 'ui.list.scroll',
        value: fps,
        unit: 'fps',
        raw: rawFps,
        goal: '≥ 0.97 × raw (60)',
        ok: fps >= 0.97 * rawFps,
      }),
      figure({
        name: 'ui.list.frame.p99',
        value: percentile(scrolled, 0.99),
        unit: 'ms',
        raw: percentile(raw, 0.99),
        goal: '≤ 34 ms',
        ok: percentile(scrolled, 0.99) <= 34,
      }),
      figure({
        name: 'ui.list.search.p50',
        value: p50,
        unit: 'ms',
        raw: median(raw),
        goal: '≤ 50 ms',
        ok: p50 <= 50,
      }),
      figure({
        name: 'ui.list.search.p99',
        value: p99,
        unit: 'ms',
        raw: percentile(raw, 0.99),
        goal: '≤ 50 ms',
        ok: p99 <= 50,
      }),
    ];
  } finally {
    await browser.close();
    await host.stop();
  }
};
