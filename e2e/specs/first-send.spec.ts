import type { Page } from '@playwright/test';
import { DeviceSchema, type Device } from '../../src/shared/contract/device.ts';
import type { Execution } from '../../src/shared/contract/execution.ts';
import { isLive, keyAt, pointerDown, press } from '../fixtures/control-room.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';
import { seriousViolations } from '../fixtures/looks.ts';
import type { Witness } from '../fixtures/witness.ts';

const KEY = 'mcr:catalog:companion:device:studio_main';
const PLACE = '1/0/0';

const inRedis = async <T>(
  { dataDir }: Host,
  work: (redis: Awaited<ReturnType<typeof openRedis>>) => Promise<T>,
): Promise<T> => {
  const redis = await openRedis(dataDir);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
};

const stored = (host: Host): Promise<Device> =>
  inRedis(host, async (redis) =>
    DeviceSchema.parse(JSON.parse((await redis.get(KEY)) ?? 'null')),
  );

/** The surface as if it were a real device that nobody has sent anything to: at the simulator's own address. */
const observeRealOne = async (page: Page, host: Host, witness: Witness): Promise<string> => {
  await press(page, PLACE, 'ok');
  const run = await witness.execution(({ outcome }) => outcome === 'ok');
  const command = run.trace[0]?.command;
  if (command?.transport !== 'http') throw new Error('only HTTP says where the simulator is');
  const address = new URL(command.url).host;
  const real = {
    ...(await stored(host)),
    metadata: {},
    connection_url: `http://${address}`,
    observe_only: true,
  };
  await inRedis(host, (redis) => redis.set(KEY, JSON.stringify(real)));
  await expect(page.locator('.deck-device .sim')).toHaveCount(0);
  return address;
};

const simulatedAgain = async (host: Host): Promise<void> => {
  const { observe_only: _observed, ...device } = await stored(host);
  const simulated = { ...device, metadata: { simulated: true }, connection_url: null };
  await inRedis(host, (redis) => redis.set(KEY, JSON.stringify(simulated)));
};

/** Presses that the simulator got: looks at its health leave lines there too. */
const pressesAt = async (witness: Witness, run: Execution): Promise<number> =>
  (await witness.received(run)).filter(({ location }) => location !== undefined).length;

const question = (page: Page) =>
  page.getByRole('dialog', { name: 'Send to studio_main for the first time?' });

test.beforeEach(({ page }) => isLive(page));
test.afterEach(({ host }) => simulatedAgain(host));

test('a press asks before anything leaves for the first time; a yes presses once', async ({
  page,
  host,
  witness,
}) => {
  test.slow();
  const address = await observeRealOne(page, host, witness);
  const key = keyAt(page, PLACE);
  await pointerDown(page, key);
  await page.mouse.up();
  await expect(question(page)).toContainText(address);
  await expect(question(page)).toContainText('POST /api/location/');
  await expect(question(page).getByRole('button', { name: 'No' })).toBeFocused();
  expect(await seriousViolations(page)).toEqual([]);
  await question(page).getByRole('button', { name: 'No' }).click();
  await expect(key).toHaveAttribute('data-outcome', 'refused');
  expect(await stored(host)).toMatchObject({ observe_only: true });

  const before = await witness.executions();
  const sent = before.find(({ outcome }) => outcome === 'ok');
  if (!sent) throw new Error('the simulated press is gone');
  const presses = await pressesAt(witness, sent);
  await key.hover();
  await page.getByRole('button', { name: 'Let it send …' }).click();
  await question(page).getByRole('button', { name: 'Yes, let it send' }).click();
  await expect(key).toHaveAttribute('data-outcome', 'ok');
  await expect(key).toBeFocused();
  expect(await stored(host)).not.toHaveProperty('observe_only');
  expect(await pressesAt(witness, sent)).toBe(presses + 1);

  await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).click();
  await expect(page.getByRole('cell', { name: /studio_main may send/ }).first()).toBeVisible();
});

test('the keyboard alone answers it, with no and with yes', async ({ page, host, witness }) => {
  await observeRealOne(page, host, witness);
  const key = keyAt(page, PLACE);
  await key.focus();
  await page.keyboard.press('Enter');
  await expect(question(page).getByRole('button', { name: 'No' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(key).toBeFocused();
  expect(await stored(host)).toMatchObject({ observe_only: true });
  await page.keyboard.press('Enter');
  await expect(question(page).getByRole('button', { name: 'No' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(key).toHaveAttribute('data-outcome', 'ok');
  expect(await stored(host)).not.toHaveProperty('observe_only');
});

test('somebody else changed the device meanwhile: nothing is sent, and it is said why', async ({
  page,
  host,
  witness,
}) => {
  await observeRealOne(page, host, witness);
  const key = keyAt(page, PLACE);
  await pointerDown(page, key);
  await page.mouse.up();
  await expect(question(page)).toBeVisible();
  const moved = { ...(await stored(host)), connection_url: 'http://127.9.9.9:8000' };
  await inRedis(host, (redis) => redis.set(KEY, JSON.stringify(moved)));
  await question(page).getByRole('button', { name: 'Yes, let it send' }).click();
  await expect(page.getByText(/Nothing was sent: Somebody else changed/).first()).toBeVisible();
  expect(await stored(host)).toMatchObject({ observe_only: true });
});

test('a test of an action asks too', async ({ page, host, witness }) => {
  await observeRealOne(page, host, witness);
  const run = await witness.execution(({ outcome }) => outcome === 'ok');
  await page.getByRole('navigation').getByRole('link', { name: 'Intents' }).click();
  await page.evaluate((name) => {
    location.hash = `/intents/${name}`;
  }, run.intent_name);
  await page.getByRole('button', { name: /^Test action 1/ }).click();
  const first = page.getByRole('region', { name: 'First send' });
  await expect(first).toContainText('Send to studio_main for the first time?');
  await first.getByRole('button', { name: 'Yes, let it send and test again' }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('ok');
  await expect(first).toHaveCount(0);
  expect(await stored(host)).not.toHaveProperty('observe_only');
});
