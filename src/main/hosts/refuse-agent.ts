import type { Origin } from '#shared/contract/execution.ts';
import { faultError } from './faults.ts';

/** For what only people, and programs that hold the token, may do. @throws refused, to agents */
export const refuseAgent = (
  origin: Origin,
  { message, ...details }: { message: string; reason: string; hint: string },
): void => {
  if (origin.startsWith('agent:'))
    throw faultError({ error_type: 'refused', message, details });
};
