import { chromium, type Page } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/main/clock.ts';
import { createLog } from '../src/main/log.ts';
import { createCompanionSimulator } from '../src/main/simulators/companion/companion-simulator.ts';
import { chromiumFlags, chromiumPath } from '../e2e/chromium-options.ts';
import { figure, median, percentile, type Figure } from './figure.ts';
import { startHeadless, type HeadlessHost } from './headless-host.ts';
import { timed } from './load.ts';

const SAMPLES = 300;
const KEYS = Array.from(
  { length: 31 },
  (_, index) => `2/${Math.floor(index / 8)}/${index % 8}`,
);

/** A virtual device on our own simulator, its page 2 without a layout: every key is a plain press. */
const layOut = async (host: HeadlessHost, port: number): Promise<void> => {
  await host.api('PUT', '/api/devices/studio_main', {
    device_id: 'studio_main',
    device_type: 'streamdeck_xl',
    page_count: 6,
    rows: 4,
    cols: 8,
    connection_url: `http://127.0.0.1:${port}`,
  });
  await host.api('PUT', '/api/layouts/studio_main', {
    device_id: 'studio_main',
    pages: [{ page: 2, name: 'Bench', keys: [] }],
  });
};

/** When the pointer went down, on the clock that both processes share. */
const pressedAt = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.documentElement.dataset['pressedAt']));

const measure = async (page: Page, arrivals: () => number | null): Promise<number[]> => {
  await page.evaluate(() => {
    addEventListener(
      'pointerdown',
      (event) => {
        const at = performance.timeOrigin + event.timeStamp;
        document.documentElement.dataset['pressedAt'] = String(at);
      },
      { capture: true },
    );
  });
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES + 20; i += 1) {
    const key = page.locator(`[data-key="${KEYS[i % KEYS.length]}"]`);
    const box = await key.boundingBox();
    if (!box) throw new Error(`no key ${KEYS[i % KEYS.length]}`);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    arrivals();
    await page.mouse.down();
    let arrived = arrivals();
    for (let waited = 0; arrived === null && waited < 1000; waited += 1) {
      await sleep(1);
      arrived = arrivals();
    }
    const pressed = await pressedAt(page);
    await page.mouse.up();
    if (arrived === null) throw new Error('a press never arrived');
    if (i >= 20) samples.push(arrived - pressed);
  }
  return samples;
};

/** Pointer down in Chromium to the command's arrival at the simulator. Raw: one HTTP request over loopback. */
export const pressFigures = async (): Promise<Figure[]> => {
  const simulator = await createCompanionSimulator({
    clock: systemClock,
    log: createLog('warn'),
  });
  let last: number | null = null;
  simulator.on('received', () => (last ??= performance.timeOrigin + performance.now()));
  const arrivals = () => {
    const at = last;
    last = null;
    return at;
  };
  const host = await startHeadless();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumFlags,
  });
  try {
    await layOut(host, simulator.ports.http);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(host.url);
    await page.locator('[data-key="1/0/0"]').waitFor();
    await page.keyboard.press('PageDown');
    await page.locator(`[data-key="${KEYS[0]}"]`).waitFor();
    const samples = await measure(page, arrivals);
    const raw: number[] = [];
    for (let i = 0; i < 300; i += 1)
      raw.push(
        await timed(() =>
          fetch(`http://127.0.0.1:${simulator.ports.http}/api/connections`).then((response) =>
            response.text(),
          ),
        ),
      );
    const [p50, p99] = [median(samples), percentile(samples, 0.99)];
    return [
      figure({
        name: 'ui.press.p50',
        value: p50,
        unit: 'ms',
        raw: median(raw),
        goal: '≤ 8 ms',
        ok: p50 <= 8,
      }),
      figure({
        name: 'ui.press.p99',
        value: p99,
        unit: 'ms',
        raw: percentile(raw, 0.99),
        goal: '≤ 30 ms',
        ok: p99 <= 30,
      }),
    ];
  } finally {
    await browser.close();
    await host.stop();
    await simulator.close();
  }
};
