import { parseArgs } from 'node:util';
import { z } from 'zod';

const DEFAULTS = { 'http-port': 8000, 'tcp-port': 16759, 'udp-port': 16759, 'osc-port': 12321 };

const port = (name: keyof typeof DEFAULTS) => {
  const message = `--${name} must be a number from 0 (any free port) to 65535.`;
  return z
    .string()
    .regex(/^\d{1,5}$/, message)
    .transform(Number)
    .refine((value) => value <= 65535, message)
    .default(DEFAULTS[name]);
};

const OptionsSchema = z.object({
  host: z.string().min(1, '--host needs an address.').default('127.0.0.1'),
  'http-port': port('http-port'),
  'tcp-port': port('tcp-port'),
  'udp-port': port('udp-port'),
  'osc-port': port('osc-port'),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type CliOptions = z.infer<typeof OptionsSchema>;

export const USAGE = `Usage: npm run simulator:companion -- [options]
  --host <address>   where to listen (127.0.0.1)
  --http-port <n>    8000; 0 takes any free port, here and below
  --tcp-port <n>     16759
  --udp-port <n>     16759
  --osc-port <n>     12321
  --json             say where it listens as one JSON line
  --help             this text`;

/** The options, or a line that says which one is wrong. */
export const readOptions = (args: string[]): CliOptions | { problem: string } => {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        host: { type: 'string' },
        'http-port': { type: 'string' },
        'tcp-port': { type: 'string' },
        'udp-port': { type: 'string' },
        'osc-port': { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const parsed = OptionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  return { problem: parsed.error.issues[0]?.message ?? 'An option is wrong.' };
};
