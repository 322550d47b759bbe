import { z } from 'zod';
import { connectClient, type BridgeClient } from '../src/main/hosts/grpc/client-fixture.ts';
import { startChild } from './child.ts';
import { figure, median, percentile, type Figure } from './figure.ts';
import { startHeadless } from './headless-host.ts';
import { timed } from './load.ts';

const CALLS = 1000;
const ROUNDS = 6;
const session_id = 'bench';
const BATCH = Array.from({ length: 20 }, (_, n) => `batch_${n}`);
const EchoLine = z.object({ port: z.int() });

const asked = async (client: BridgeClient, method: string, request: object): Promise<void> => {
  const told = await client.ask(`VariableService/${method}`, { session_id, ...request });
  if (!told.ok) throw new Error(told.details);
};

const samplesOf = async (count: number, work: (n: number) => Promise<void>) => {
  const samples: number[] = [];
  for (let n = 0; n < count; n += 1) samples.push(await timed(() => work(n)));
  return samples;
};

const mean = (samples: readonly number[]): number =>
  samples.reduce((sum, sample) => sum + sample, 0) / samples.length;

const p99 = (samples: readonly number[]): number => percentile(samples, 0.99);

const WORDS = ['bare', 'get', 'set', 'batch'] as const;
type Samples = Record<(typeof WORDS)[number], number[]>;

const measure = async (client: BridgeClient, echo: BridgeClient): Promise<Samples[]> => {
  for (const name of ['x', ...BATCH])
    await asked(client, 'Register', {
      name,
      type: 'FLOAT',
      value: { double_value: 1 },
      constraints_json: '{"min":0}',
    });
  const rounds: Samples[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const samples: Samples = {
      bare: await samplesOf(CALLS, () => asked(echo, 'Get', { name: 'x' })),
      get: await samplesOf(CALLS, () => asked(client, 'Get', { name: 'x' })),
      set: await samplesOf(CALLS, (n) =>
        asked(client, 'Set', { name: 'x', value: { double_value: n } }),
      ),
      batch: await samplesOf(CALLS / 4, () => asked(client, 'GetBatch', { names: BATCH })),
    };
    // The first warms up.
    if (round > 0) rounds.push(samples);
  }
  return rounds;
};

/** Calls one after the other from another process, on the built host with its Redis, beside a bare server of grpc-js. */
export const grpcVariableFigures = async (): Promise<Figure[]> => {
  const host = await startHeadless(undefined, ['--grpc-port=0']);
  const echoChild = await startChild(['bench/grpc-echo.ts']);
  const { token } = host;
  const client = await connectClient(`127.0.0.1:${host.grpcPort}`, { token });
  const echo = await connectClient(`127.0.0.1:${EchoLine.parse(echoChild.line).port}`);
  try {
    const rounds = await measure(client, echo);
    const middle = (word: keyof Samples, of: (samples: readonly number[]) => number) =>
      median(rounds.map((samples) => of(samples[word])));
    const row = (word: 'get' | 'set' | 'batch', most: number) => [
      figure({
        name: `grpc.${word}`,
        value: middle(word, mean),
        unit: 'ms mean',
        raw: middle('bare', mean),
        goal: `< ${most} ms`,
        ok: middle(word, mean) < most,
      }),
      figure({
        name: `grpc.${word}.p99`,
        value: middle(word, p99),
        unit: 'ms p99',
        raw: middle('bare', p99),
        goal: `< ${most} ms (aim)`,
        ok: middle(word, p99) < most,
      }),
    ];
    const each = median(rounds.map(({ batch }) => mean(batch) / BATCH.length));
    const single = middle('get', mean);
    return [
      ...row('get', 2),
      ...row('set', 5),
      ...row('batch', 10),
      figure({
        name: 'grpc.batch.each',
        value: each,
        unit: 'ms per variable',
        raw: single,
        goal: 'below a single get',
        ok: each < single,
      }),
    ];
  } finally {
    client.close();
    echo.close();
    await Promise.all([host.stop(), echoChild.stop()]);
  }
};
