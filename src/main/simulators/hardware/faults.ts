import { z } from 'zod';

/**
 * What may go wrong on purpose. `refuse`: the port is closed and every connection reset. `drop`: each is reset as soon
 * as it is open. `stall`: connections are taken and never answered. `half_open`: they open, and then nothing is read or
 * written any more. `flood`: messages come as fast as they are taken. `garbage`: what comes is no message.
 * `auth`: each is closed with 4401.
 */
export const HardwareFaultSchema = z.enum([
  'refuse',
  'drop',
  'stall',
  'half_open',
  'flood',
  'garbage',
  'auth',
]);
export type HardwareFault = z.infer<typeof HardwareFaultSchema>;

/** As the HTTP door takes it. A closed port can't be opened through itself, so `refuse` needs an end. */
export const FaultRequestSchema = z
  .strictObject({
    fault: HardwareFaultSchema.nullable(),
    for_ms: z.int().min(1).max(600_000).optional(),
  })
  .refine(({ fault, for_ms }) => fault !== 'refuse' || for_ms !== undefined, {
    path: ['for_ms'],
    message: 'Say for how many milliseconds the port is to be closed.',
  });

/** What is no message, one of each kind. */
export const GARBAGE: readonly (string | Buffer)[] = [
  'hello?',
  '{"type":"toggle_buzzers","enabled":tr',
  '[1,2,3]',
  '"text"',
  'null',
  '42',
  '{}',
  '{"type":7}',
  '{"type":""}',
  '{"type":"nobody_knows_this"}',
  Buffer.from([0, 1, 2, 255]),
];
