import { parseArgs } from 'node:util';
import { z } from 'zod';
import { HardwareFaultSchema } from './faults.ts';

const PORT = '--port must be a number from 0 (any free port) to 65535.';
const PING = '--ping-ms must be a number from 0 (no pings) to 600000.';

const OptionsSchema = z.object({
  host: z.string().min(1, '--host needs an address.').default('127.0.0.1'),
  port: z
    .string()
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((value) => value <= 65535, PORT)
    .default(8765),
  token: z.string().min(1, '--token needs a word.').optional(),
  duplicates: z.enum(['allow', 'refuse', 'replace']).default('allow'),
  'ping-ms': z
    .string()
    .regex(/^\d{1,6}$/, PING)
    .transform(Number)
    .refine((value) => value <= 600_000, PING)
    .default(5000),
  fault: HardwareFaultSchema.optional(),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});
export type CliOptions = z.infer<typeof OptionsSchema>;

export const USAGE = `Usage: npm run simulator:hardware -- [options]
  --host <address>   where to listen (127.0.0.1)
  --port <n>         8765; 0 takes any free port
  --token <word>     what a client must show as its bearer token; without it everybody may come in
  --duplicates <how> of a client id that is in use: allow, refuse or replace
  --ping-ms <n>      between two pings (5000); 0 for none
  --fault <fault>    drop, stall, half_open, flood, garbage, auth or refuse
  --json             say where it listens as one JSON line
  --help             this text
While it runs: PUT /simulator/fault {"fault":"stall","for_ms":3000}, POST /simulator/say {"message":{"type":"…"}},
POST /simulator/restart {"down_ms":3000}, GET /simulator/clients, GET /simulator/received`;

/** The options, or a line that says which one is wrong. */
export const readOptions = (args: string[]): CliOptions | { problem: string } => {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        token: { type: 'string' },
        duplicates: { type: 'string' },
        'ping-ms': { type: 'string' },
        fault: { type: 'string' },
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
