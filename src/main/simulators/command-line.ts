import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Whole and not below 0, `most` at most. `why` is what it may be. */
export const countOption = (name: string, why: string, most: number, byDefault: number) => {
  const message = `--${name} must be a number from 0 (${why}) to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value <= most, message)
    .default(byDefault);
};

export const portOption = (name: string, byDefault: number) =>
  countOption(name, 'any free port', 65_535, byDefault);

/** What every simulator takes. */
export const commonOptions = {
  host: z.string().min(1, '--host needs an address.').default('127.0.0.1'),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
};

const FLAGS: ReadonlySet<string> = new Set(['json', 'help']);

/** The options, or a line that says which one is wrong. */
export const readOptions = <T>(
  schema: z.ZodType<T> & { shape: z.ZodRawShape },
  args: string[],
): T | { problem: string } => {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [
      name,
      FLAGS.has(name) ? { type: 'boolean' as const } : { type: 'string' as const },
    ]),
  );
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const said = issue?.message ?? 'is wrong';
  return { problem: said.startsWith('--') ? said : `--${String(issue?.path[0])}: ${said}` };
};

interface Running {
  /** For programs: where it listens. */
  listening: Readonly<Record<string, unknown>>;
  /** The same for people. */
  words: string;
  close: () => Promise<void>;
}

/** Runs a simulator by itself until Ctrl-C or SIGTERM. */
export const runSimulator = async <T extends { json: boolean; help: boolean }>(
  schema: z.ZodType<T> & { shape: z.ZodRawShape },
  usage: string,
  start: (options: T) => Promise<Running>,
): Promise<void> => {
  const options = readOptions(schema, process.argv.slice(2));
  if ('problem' in options) {
    process.stderr.write(`${options.problem}\n`);
    process.exitCode = 2;
    return;
  }
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    const { listening, words, close } = await start(options);
    const line = JSON.stringify({ event: 'listening', ...listening });
    process.stdout.write(options.json ? `${line}\n` : `${words}. Ctrl-C ends it.\n`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await close();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The simulator could not listen: ${reason}\n`);
    process.exitCode = 1;
  }
};
