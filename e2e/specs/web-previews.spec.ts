import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { assign, moves, pageLink, release } from '../fixtures/camera.ts';
import { isLive } from '../fixtures/control-room.ts';
import { expect, test as base } from '../fixtures/test.ts';

/** A cable between browser and host that a test can pull. */
interface Cable {
  url: string;
  /** Breaks every connection that there is; new ones hold. Resolves with how many there were. */
  pull(): number;
}

const test = base.extend<{ cable: Cable }>({
  cable: async ({ host }, use) => {
    const far = new URL(host.listening?.url ?? '');
    const ends = new Set<Socket>();
    const server = createServer((near) => {
      const onward = connect(Number(far.port), far.hostname);
      for (const [one, other] of [
        [near, onward],
        [onward, near],
      ] as const) {
        ends.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          ends.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = new URL(far);
    url.port = String(address.port);
    const pull = (): number => {
      const count = ends.size;
      for (const end of ends) end.destroy();
      return count / 2;
    };
    await use({ url: url.href, pull });
    server.close();
    pull();
  },
});

test('pictures come again when the line broke', async ({ page, cable }) => {
  await page.goto(cable.url);
  await isLive(page);
  await pageLink(page, 'Cameras').click();
  await assign(page);
  await moves(page);
  expect(cable.pull()).toBeGreaterThanOrEqual(2);
  await expect(page.getByText('NOT CONNECTED')).toHaveCount(0);
  await moves(page);
  await release(page);
});
