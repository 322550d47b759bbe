import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import { isLive, press } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

test('a surface is taken from the simulator to Companion and back', async ({
  page,
  witness,
}) => {
  const companion = createServer((_request, response) => {
    response.setHeader('X-App', 'Bitfocus Companion');
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(companion, 'listening');
  const { port } = z.object({ port: z.int() }).parse(companion.address());
  const open = (name: string) => page.getByRole('link', { name }).click();
  try {
    await isLive(page);
    await open('Settings');
    await page.getByLabel('HTTP port').fill(String(port));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    const simulate = page.getByRole('switch', { name: 'Simulate studio_main' });
    await open('Devices & protocols');
    await simulate.click();
    await expect(simulate).not.toBeChecked();
    await expect(page.getByText(`127.0.0.1:${port} · the show’s Companion`)).toBeVisible();

    await open('Control room');
    await press(page, '1/0/1', 'ok');
    const { trace } = await witness.executionOf('cam_2_anchor');
    expect(trace[0]?.command).toMatchObject({
      url: `http://127.0.0.1:${port}/api/location/1/0/1/press`,
    });

    await open('Devices & protocols');
    await simulate.click();
    await expect(simulate).toBeChecked();
  } finally {
    companion.close();
  }
});
