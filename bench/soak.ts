import { createServer, type ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Outcome } from '#shared/contract/execution.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { listenTcp } from '../src/main/simulators/companion/listen.ts';
import { figure, type Figure } from './figure.ts';
import { onRig, type Rig } from './rig.ts';

const EXECUTIONS = 10_000;
const AT_ONCE = 32;
const TIMEOUT_MS = 60;
const SEED = 20261121;

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
const heapMb = async (): Promise<number> => {
  for (let i = 0; i < 5; i += 1) {
    if (typeof collect === 'function') collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage().heapUsed / 1e6;
};

/** The same draws in every run. */
const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

/** Answers, refuses, breaks off, stays silent or answers too late, by lot; knows whom it has heard of. */
const fickleDevice = async () => {
  const draw = seeded(SEED);
  const heard = new Set<string>();
  const later = new Set<NodeJS.Timeout>();
  const answerLate = (response: ServerResponse, ms: number) => {
    const timer = setTimeout(() => {
      later.delete(timer);
      response.end('ok');
    }, ms);
    later.add(timer);
  };
  const server = createServer((request, response) => {
    heard.add(request.url?.split('/').at(-1) ?? '');
    request.resume();
    const lot = draw();
    if (lot < 0.7) response.end('ok');
    else if (lot < 0.78) response.writeHead(500).end('no');
    else if (lot < 0.82) response.writeHead(429).end('not now');
    else if (lot < 0.88) request.socket.resetAndDestroy();
    else if (lot < 0.92) response.writeHead(200, { 'content-length': 99 }).write('half');
    else if (lot < 0.96) answerLate(response, TIMEOUT_MS / 2);
    else if (lot < 0.98) answerLate(response, TIMEOUT_MS * 2);
  });
  const port = await listenTcp(server, '127.0.0.1', 0);
  return {
    port,
    heard,
    close() {
      for (const timer of later) clearTimeout(timer);
      server.closeAllConnections();
      server.close();
    },
  };
};

const resources = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

const soak = async (rig: Rig): Promise<Figure[]> => {
  const device = await fickleDevice();
  await rig.configure({
    timeout_ms: TIMEOUT_MS,
    retry_backoff_ms: 2,
    breaker: { failures: 1000, open_ms: 10 },
  });
  const connection_url = `http://127.0.0.1:${device.port}`;
  await rig.engine.store.put(
    'device',
    'fickle',
    DeviceSchema.parse({ device_id: 'fickle', device_type: 'custom', connection_url }),
  );
  await rig.engine.store.put(
    'protocol',
    'fickle',
    ProtocolSchema.parse({ protocol_name: 'fickle', template: '/go/{id}' }),
  );
  const name = await rig.intent('fickle', 'fickle', {}, 'fickle');
  const outcomes = new Map<Outcome, number>();
  let wrong = 0;
  let next = 0;
  const worker = async (limit: number): Promise<void> => {
    while (next < limit) {
      next += 1;
      const id = String(next);
      const execution = await rig.engine.execute({
        intent_name: name,
        origin: 'operator',
        context: { id },
      });
      const { outcome } = execution;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // What it never heard of was told as such, and what it heard of was not told as never sent.
      if (outcome === 'unknown' && !device.heard.has(id)) wrong += 1;
      if (outcome === 'ok' && !device.heard.has(id)) wrong += 1;
    }
  };
  const work = (limit: number) =>
    Promise.all(Array.from({ length: AT_ONCE }, () => worker(limit)));
  await work(1000);
  const before = { heap: await heapMb(), resources: resources() };
  const from = await rig.redis.xlen('mcr:companion:audit');
  outcomes.clear();
  await work(1000 + EXECUTIONS);
  const audited = (await rig.redis.xlen('mcr:companion:audit')) - from;
  // Idle connections close by themselves within 4 s.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const after = { heap: await heapMb(), resources: resources() };
  device.close();
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const left = Object.entries(after.resources).filter(
    ([kind, count]) => count > (before.resources[kind] ?? 0),
  );
  console.error(
    `engine.soak, seed ${SEED}: ${[...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`,
  );
  for (const [kind, count] of left)
    console.error(`engine.soak left over: ${kind} ${before.resources[kind] ?? 0} → ${count}`);
  const grown = after.heap - before.heap;
  return [
    figure({
      name: 'engine.soak.outcomes',
      value: total,
      unit: 'executions, one outcome each',
      raw: EXECUTIONS,
      goal: '= executions',
      ok: total === EXECUTIONS && wrong === 0,
    }),
    figure({
      name: 'engine.soak.audit',
      value: audited,
      unit: 'audit entries',
      raw: EXECUTIONS,
      goal: '= executions',
      ok: audited === EXECUTIONS,
    }),
    figure({
      name: 'engine.soak.heap',
      value: grown,
      unit: 'MB grown',
      raw: before.heap,
      goal: '≤ 10 MB',
      ok: grown <= 10,
    }),
    figure({
      name: 'engine.soak.handles',
      value: left.length,
      unit: 'kinds of handle left over',
      goal: '0',
      ok: left.length === 0,
    }),
  ];
};

/** Ten thousand executions against a device that fails in every way it can. */
export const soakFigures = (): Promise<Figure[]> => onRig(soak);
