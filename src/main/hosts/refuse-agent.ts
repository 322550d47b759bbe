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

/** For what no machine may do, not even the hardware that presses keys. @throws refused, to agents and hardware */
export const refuseMachines: typeof refuseAgent = (origin, why) => {
  refuseAgent(origin, why);
  if (!origin.startsWith('hardware:')) return;
  const { message, ...details } = why;
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
    message: 'Only a person lets a device send: one that is new, or only observed.',
    reason: 'needs_operator',
    hint: 'A new device begins with observe_only: true; the operator lets it send.',
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
