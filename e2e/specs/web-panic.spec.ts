import type { WebSocketRoute } from '@playwright/test';
import { isLive } from '../fixtures/control-room.ts';
import { lift, report } from '../fixtures/panic.ts';
import { expect, test } from '../fixtures/test.ts';

test.beforeEach(({ page }) => isLive(page));
test.afterEach(({ page }) => lift(page));

test('it says so when it does not get through, and can be tried again', async ({ page }) => {
  const sockets: WebSocketRoute[] = [];
  let isCut = false;
  await page.routeWebSocket(/./, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
    sockets.push(socket);
  });
  await page.reload();
  await isLive(page);
  isCut = true;
  for (const socket of sockets) await socket.close();
  await expect(page.getByRole('banner')).toContainText('not connected');
  await page.keyboard.press('Control+Shift+Escape');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('PANIC did not get through.');
  isCut = false;
  await expect(page.getByRole('banner')).not.toContainText('not connected');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(report(page)).toBeVisible();
  await expect(alert).toHaveCount(0);
});
