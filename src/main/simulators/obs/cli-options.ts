import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ObsFaultsSchema } from './obs-simulator.ts';

const PORT = '--port must be a number from 0 (any free port) to 65535.';

const OptionsSchema = z.object({
  host: z.string().min(1, '--host needs an address.').default('127.0.0.1'),
  port: z
    .string()
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((value) => value <= 65535, PORT)
    .default(4455),
  password: z.string().min(1, '--password needs a word.').optional(),
  greeting: ObsFaultsSchema.shape.greeting,
  auth: ObsFaultsSchema.shape.auth,
  request: ObsFaultsSchema.shape.request,
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type CliOptions = z.infer<typeof OptionsSchema>;

export const USAGE = `Usage: npm run simulator:obs -- [options]
  --host <address>   where to listen (127.0.0.1)
  --port <n>         4455; 0 takes any free port
  --password <word>  what a client must answer for; without it everybody may come in
  --greeting <fault> silent (no Hello) or garbage
  --auth refuse      no password is right
  --request <fault>  silent, drop (closes the connection), error or huge (an answer of 2 MB)
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
        port: { type: 'string' },
        password: { type: 'string' },
        greeting: { type: 'string' },
        auth: { type: 'string' },
        request: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const parsed = OptionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const option = issue?.path[0];
  return {
    problem: issue?.message.startsWith('--')
      ? issue.message
      : `--${String(option)}: ${issue?.message ?? 'is wrong'}`,
  };
};
