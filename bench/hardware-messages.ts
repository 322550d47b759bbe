import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createHardwareClient } from '../src/main/hardware/create-hardware-client.ts';
import { createLog } from '../src/main/log.ts';
import { startChild } from './child.ts';
import { figure, median, type Figure } from './figure.ts';
import { timed } from './load.ts';

const SAMPLES = 5000;
const WARM_UP = 500;
const MESSAGES = 20_000;
/** Short ones, so that whatever else is at work here meets both alike. */
const ROUNDS = 41;
const Listening = z.object({ port: z.int() });
const FIELDS = { n: 0, text: 'x'.repeat(166) };
const TEXT = JSON.stringify({ type: 'level', ...FIELDS });

/** Our client and a bare socket at the same peer, which runs in a process of its own. */
const connectBoth = async (port: number) => {
  const arrivals = new EventEmitter<{ message: [] }>();
  const client = createHardwareClient(
    { client_id: 'bench', client_type: 'bench', host: `127.0.0.1:${port}`, game_id: 1 },
    { log: createLog('silent'), on_message: () => void arrivals.emit('message') },
  );
  client.start();
  while (client.status().state !== 'open') await once(client.events, 'changed');
  const bare = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(bare, 'open');
  /** Calls it for each message that reaches the handler, in the place of the last one. */
  const handle = (call: () => void): void => {
    arrivals.removeAllListeners('message');
    arrivals.on('message', call);
  };
  return { client, bare, handle };
};

type Both = Awaited<ReturnType<typeof connectBoth>>;

const roundTrips = async ({ client, bare, handle }: Both): Promise<Figure> => {
  const ours: number[] = [];
  const raw: number[] = [];
  for (let i = 0; i < SAMPLES + WARM_UP; i += 1) {
    const us = await timed(
      () =>
        new Promise<void>((resolve) => {
          handle(resolve);
          client.send('level', FIELDS);
        }),
    );
    const them = await timed(
      () =>
        new Promise<void>((resolve) => {
          bare.once('message', () => resolve());
          bare.send(TEXT);
        }),
    );
    if (i < WARM_UP) continue;
    ours.push(us);
    raw.push(them);
  }
  const value = median(ours);
  const floor = median(raw);
  return figure({
    name: 'hardware.rtt',
    value,
    unit: 'ms p50',
    raw: floor,
    goal: '≤ 1.5× bare ws echo',
    ok: value <= 1.5 * floor,
  });
};

/** Messages per second from the first to the last of so many. */
const perSecond = async (
  ask: () => void,
  each: (call: () => void) => void,
): Promise<number> => {
  let count = 0;
  let from = 0;
  await new Promise<void>((resolve) => {
    each(() => {
      count += 1;
      if (count === 1) from = performance.now();
      if (count === MESSAGES) resolve();
    });
    ask();
  });
  return (MESSAGES / (performance.now() - from)) * 1000;
};

const rates = async ({ client, bare, handle }: Both): Promise<Figure> => {
  const ours: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await perSecond(() => client.send('ask', { blast: MESSAGES }), handle));
    raw.push(
      await perSecond(
        () => bare.send(`{"blast":${MESSAGES}}`),
        (call) => {
          bare.removeAllListeners('message');
          bare.on('message', (data: Buffer) => {
            JSON.parse(data.toString('utf8'));
            call();
          });
        },
      ),
    );
  }
  const value = median(ours);
  const floor = median(raw);
  return figure({
    name: 'hardware.rate',
    value,
    unit: 'messages/s',
    raw: floor,
    goal: '≥ 40 % of bare ws + JSON.parse',
    ok: value >= 0.4 * floor,
  });
};

/** A hardware client beside a bare `ws`: one message there and back, and messages of 200 bytes one way. */
export const hardwareMessageFigures = async (): Promise<Figure[]> => {
  const peer = await startChild(['bench/websocket-peer.ts']);
  try {
    const both = await connectBoth(Listening.parse(peer.line).port);
    const figures = [await roundTrips(both), await rates(both)];
    await both.client.stop();
    both.bare.terminate();
    return figures;
  } finally {
    await peer.stop();
  }
};
