import type { Page } from '@playwright/test';
import { z } from 'zod';
import { isLive, keyAt, tracePanel } from '../fixtures/control-room.ts';
import type { Host } from '../fixtures/host.ts';
import { expect, test } from '../fixtures/test.ts';

const SLOT = 'cam_9';
const SlotsSchema = z.array(z.looseObject({ slot: z.string(), status: z.string() }));

const ask = async (host: Host, path: string, body?: object): Promise<unknown> => {
  const { url = '', token = '' } = host.listening ?? {};
  const response = await fetch(new URL(path, url), {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
};
const command = (host: Host, name: string, payload: object = {}) =>
  ask(host, `/api/cameras/${SLOT}/commands`, { command: name, payload });

/** The card of a key that the pointer is on covers its neighbour. */
const pressByKeyboard = async (page: Page, place: string, outcome: string): Promise<void> => {
  const key = keyAt(page, place);
  await key.focus();
  await page.keyboard.press('Enter');
  await expect(key).toHaveAttribute('data-outcome', outcome);
};

test.beforeEach(async ({ page, host }) => {
  await isLive(page);
  await command(host, 'assign_device', {
    camera_id: { backend: 'synthetic', stable_id: 'test-pattern-4' },
    descriptor: { name: 'Pattern', device_path: 'testsrc2:4' },
    mode: { width: 640, height: 360, fps: 30, format: 'MJPG' },
  });
  // Every camera that there is, also one that came with the demo.
  await expect
    .poll(
      async () => {
        const slots = SlotsSchema.parse(await ask(host, '/api/cameras'));
        return slots.every(({ status }) => status === 'live' || status === 'idle');
      },
      { timeout: 15_000 },
    )
    .toBe(true);
});
test.afterEach(({ host }) => command(host, 'unassign_device'));

test('a key records with every camera, says so, and says why it does not', async ({ page }) => {
  const key = keyAt(page, '1/2/6');
  await page.keyboard.press('r');
  await expect(key).toHaveAttribute('data-outcome', 'ok');
  const trace = tracePanel(page);
  await expect(trace).toContainText('start_recording');
  await expect(trace).toContainText('→ all cameras');
  await expect(trace).toContainText('{"session_prefix":"demo"}');
  await expect(trace).toContainText(`${SLOT}: recording_started demo_trial001`);
  await pressByKeyboard(page, '1/2/6', 'failed');
  await expect(key).toHaveAccessibleName(/REC already/);
  await expect(trace).toContainText('Stop that take first.');
  await pressByKeyboard(page, '1/2/7', 'ok');
  await expect(trace).toContainText(`${SLOT}: recording_stopped`);
  await pressByKeyboard(page, '1/2/7', 'failed');
  await expect(keyAt(page, '1/2/7')).toHaveAccessibleName(/no take/);
});
