import { z } from 'zod';
import { commonOptions, countOption, portOption } from '../command-line.ts';
import { HardwareFaultSchema } from './faults.ts';

export const OptionsSchema = z.object({
  ...commonOptions,
  port: portOption('port', 8765),
  token: z.string().min(1, '--token needs a word.').optional(),
  duplicates: z.enum(['allow', 'refuse', 'replace']).default('allow'),
  'ping-ms': countOption('ping-ms', 'no pings', 600_000, 5000),
  fault: HardwareFaultSchema.optional(),
});

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
