import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { parseRedisAddress } from '../store/redis/redis-address.ts';
import { openRedisStore } from '../store/redis/redis-store.ts';
import { untilState, waitAtMost } from '../store/store-waits.ts';
import { StoreUnavailable } from '../store/store.ts';
import { prepareShow, type Initialised } from './initialise.ts';

const RESOURCES = fileURLToPath(new URL('../../../resources', import.meta.url));
const CONNECT_MS = 3000;
const USAGE = `Usage: npm run init -- --redis <url> [--demo]
  --redis <url>   the Redis to write to, such as redis://127.0.0.1:6379
  --demo          write the demo show too
  --help          this text
Writes what is absent and changes nothing that exists.`;

type Options = { redis: string; demo: boolean };

const readOptions = (args: string[]): Options | 'help' | { problem: string } => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        redis: { type: 'string' },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return 'help';
    const { redis, demo } = values;
    if (!redis) return { problem: 'Say which Redis: --redis redis://127.0.0.1:6379' };
    parseRedisAddress(redis);
    return { redis, demo };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

const write = async ({ redis, demo }: Options): Promise<Initialised> => {
  const store = await openRedisStore({
    connection: { kind: 'url', url: redis },
    clock: systemClock,
    log: createLog('silent'),
  });
  try {
    // Where it does not get ready, the first write says why.
    const ready = untilState(
      store,
      (state) => state === 'ready',
      AbortSignal.timeout(CONNECT_MS),
    );
    await waitAtMost(systemClock, CONNECT_MS, ready);
    return await prepareShow(store, RESOURCES, { demo });
  } finally {
    await store.close();
  }
};

const explain = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof StoreUnavailable
    ? `${message}. Check that Redis runs there and can be reached.`
    : message;
};

const options = readOptions(process.argv.slice(2));
if (options === 'help') {
  process.stdout.write(`${USAGE}\n`);
} else if ('problem' in options) {
  process.stderr.write(`${options.problem}\n`);
  process.exitCode = 2;
} else {
  try {
    const { written, kept } = await write(options);
    for (const entry of written) process.stdout.write(`wrote  ${entry}\n`);
    for (const entry of kept) process.stdout.write(`kept   ${entry}\n`);
    process.stdout.write(`${written.length} written, ${kept.length} kept.\n`);
  } catch (error) {
    process.stderr.write(`The show was not initialised: ${explain(error)}\n`);
    process.exitCode = 1;
  }
}
