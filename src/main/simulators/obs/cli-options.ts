import { z } from 'zod';
import { commonOptions, portOption } from '../command-line.ts';
import { ObsFaultsSchema } from './obs-simulator.ts';

export const OptionsSchema = z.object({
  ...commonOptions,
  port: portOption('port', 4455),
  password: z.string().min(1, '--password needs a word.').optional(),
  greeting: ObsFaultsSchema.shape.greeting,
  auth: ObsFaultsSchema.shape.auth,
  request: ObsFaultsSchema.shape.request,
});

export const USAGE = `Usage: npm run simulator:obs -- [options]
  --host <address>   where to listen (127.0.0.1)
  --port <n>         4455; 0 takes any free port
  --password <word>  what a client must answer for; without it everybody may come in
  --greeting <fault> silent (no Hello) or garbage
  --auth refuse      no password is right
  --request <fault>  silent, drop (closes the connection), error or huge (an answer of 2 MB)
  --json             say where it listens as one JSON line
  --help             this text`;
