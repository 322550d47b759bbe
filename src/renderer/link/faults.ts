import { ORPCError } from '@orpc/client';
import { FaultSchema, type Fault } from '#shared/contract/errors.ts';

/** Nothing was asked, because there is no connection to ask over. */
export class NotConnected extends Error {
  override readonly name = 'NotConnected';
  constructor() {
    super('The engine can’t be reached now.');
  }
}

const local = (
  error_type: Fault['error_type'],
  message: string,
  short: string,
  hint: string,
): Fault => ({ error_type, message, details: { short, hint } });

/** Any error of a call, as what happened and what to do. */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof NotConnected)
    return local(
      'refused',
      error.message,
      'offline',
      'Nothing was sent. It connects again by itself; press once more then.',
    );
  if (error instanceof ORPCError) {
    const fault = FaultSchema.safeParse(error.data);
    if (fault.success) return fault.data;
    return local('internal', error.message, 'app error', 'Look at the log of the host.');
  }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return local(
      'connection_timeout',
      'The engine took too long to answer.',
      'no answer',
      'Look at the list of executions for what became of it.',
    );
  return local(
    'connection_lost',
    'The connection broke before the answer came.',
    'cut off',
    'Look at the list of executions for what became of it, once it is connected again.',
  );
};

const PASSING: readonly Fault['error_type'][] = ['store_unavailable', 'connection_lost'];

/** Whether it passes by itself: then it is worth another try once engine and store are back. */
export const isPassing = ({ error_type, details }: Fault): boolean =>
  PASSING.includes(error_type) || details['short'] === 'offline';

/** What to do about a fault, where it says so. */
export const hintOf = (fault: Fault): string | null => {
  const hint = fault.details['hint'];
  return typeof hint === 'string' ? hint : null;
};
