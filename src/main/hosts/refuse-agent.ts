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

/** What only the operator decides. */
export const NOT_BY_AGENTS = {
  probe: {
    message: 'An agent may not look around on the network.',
    reason: 'needs_operator',
    hint: 'The operator asks on the Devices page; the health of a device can be read.',
  },
  letSend: {
    message: 'An agent may not let a device send that is only observed.',
    reason: 'needs_operator',
    hint: 'The operator does it on the Devices page.',
  },
  retarget: {
    message: 'An agent may not send the show to other hosts.',
    reason: 'needs_operator',
    hint: 'The operator changes the venue on the Devices page.',
  },
  packs: {
    message: 'An agent may not install packs.',
    reason: 'needs_operator',
    hint: 'The operator installs them.',
  },
} as const;
