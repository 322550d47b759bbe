import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { listenTcp } from '../src/main/simulators/companion/listen.ts';
import { figure, percentile, type Figure } from './figure.ts';
import { onRig, type Rig } from './rig.ts';

const QUEUED = 500;
const CANCELS = 200;
const WARM_UP = 50;

/** Five hundred presses of one button, all but a few still waiting for their turn, then PANIC. */
const panic = async (rig: Rig): Promise<Figure> => {
  await rig.configure({ queue_limit: QUEUED + 1, timeout_ms: 60_000 });
  const name = await rig.intent('panic', 'companion_http_press', { page: 1, row: 0, col: 0 });
  const all = Array.from({ length: QUEUED }, () =>
    rig.engine.execute({ intent_name: name, origin: 'agent:bench' }),
  );
  await all[0];
  const { report } = await rig.engine.panic.engage('operator');
  await Promise.all(all);
  rig.engine.panic.lift();
  const took = report?.took_ms ?? Number.NaN;
  return figure({
    name: 'engine.panic',
    value: took,
    unit: `ms to the last of ${report?.cancelled ?? 0} cancels`,
    goal: '≤ 50 ms with 500 queued',
    ok: took <= 50 && (report?.cancelled ?? 0) > QUEUED - 20,
  });
};

/** A device that takes a request and never answers; cancel, until it sees its socket go. */
const cancel = async (rig: Rig): Promise<Figure[]> => {
  const server = createServer();
  const sockets = new EventEmitter<{ asked: [IncomingMessage] }>();
  server.on('request', (request) => sockets.emit('asked', request));
  const port = await listenTcp(server, '127.0.0.1', 0);
  await rig.engine.store.put(
    'device',
    'silent',
    DeviceSchema.parse({
      device_id: 'silent',
      device_type: 'custom',
      connection_url: `http://127.0.0.1:${port}`,
    }),
  );
  const protocol = ProtocolSchema.parse({ protocol_name: 'silent', template: '/go' });
  await rig.engine.store.put('protocol', 'silent', protocol);
  const name = await rig.intent('silent', 'silent', {}, 'silent');
  const ours: number[] = [];
  const raw: number[] = [];
  const until = async (end: AbortController, begun: Promise<unknown>) => {
    const request = await new Promise<IncomingMessage>((resolve) => {
      sockets.once('asked', resolve);
    });
    const closed = once(request.socket, 'close');
    const from = performance.now();
    end.abort();
    await closed;
    const took = performance.now() - from;
    await begun;
    return took;
  };
  for (let i = -WARM_UP; i < CANCELS; i += 1) {
    const end = new AbortController();
    const { signal } = end;
    const our = await until(
      end,
      rig.engine.execute({ intent_name: name, origin: 'operator', signal }),
    );
    const plain = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}/go`, {
      method: 'POST',
      signal: plain.signal,
    }).catch(() => undefined);
    const theirs = await until(plain, asked);
    if (i < 0) continue;
    ours.push(our);
    raw.push(theirs);
  }
  server.closeAllConnections();
  server.close();
  const value = percentile(ours, 0.99);
  return [
    figure({
      name: 'engine.cancel',
      value,
      unit: 'ms p99 to the socket gone',
      raw: percentile(raw, 0.99),
      goal: '≤ 5 ms p99',
      ok: value <= 5,
    }),
  ];
};

/** How fast what runs can be ended. */
export const executionFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => [await panic(rig), ...(await cancel(rig))]);
