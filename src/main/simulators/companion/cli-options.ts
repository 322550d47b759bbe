import { z } from 'zod';
import { commonOptions, portOption } from '../command-line.ts';

export const OptionsSchema = z.object({
  ...commonOptions,
  'http-port': portOption('http-port', 8000),
  'tcp-port': portOption('tcp-port', 16_759),
  'udp-port': portOption('udp-port', 16_759),
  'osc-port': portOption('osc-port', 12_321),
});

export const USAGE = `Usage: npm run simulator:companion -- [options]
  --host <address>   where to listen (127.0.0.1)
  --http-port <n>    8000; 0 takes any free port, here and below
  --tcp-port <n>     16759
  --udp-port <n>     16759
  --osc-port <n>     12321
  --json             say where it listens as one JSON line
  --help             this text`;
