import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ORPCError } from '@orpc/contract';
import { FaultSchema, type ErrorType, type Fault } from '#shared/contract/errors.ts';
import type { Log } from '../../log.ts';
import { internalFault } from '../faults.ts';

const CODES: Partial<Record<ErrorType, status>> = {
  intent_not_found: status.NOT_FOUND,
  device_not_found: status.NOT_FOUND,
  not_found: status.NOT_FOUND,
  validation_error: status.INVALID_ARGUMENT,
  refused: status.PERMISSION_DENIED,
  rate_limited: status.RESOURCE_EXHAUSTED,
  state_corruption: status.DATA_LOSS,
  conflict: status.ABORTED,
  precondition_failed: status.FAILED_PRECONDITION,
  store_unavailable: status.UNAVAILABLE,
  cancelled: status.CANCELLED,
};

/** Where the trailing metadata of an error carries its fault. */
export const FAULT_KEY = 'mcr-fault-bin';

/** Clients read 8 KB of metadata and no more. */
const MOST_FAULT_BYTES = 4096;
const MOST_MESSAGE = 1000;

/** A status as grpc-js sends it. */
export type Refusal = Pick<ServiceError, 'code' | 'details' | 'metadata'>;

const cut = (text: string): string =>
  (text.length > MOST_MESSAGE ? `${text.slice(0, MOST_MESSAGE)}…` : text).toWellFormed();

/** A fault as a status, with all of it in the trailing metadata as far as it fits. */
export const refusalOf = ({ error_type, message, details }: Fault, code?: status): Refusal => {
  const hint = typeof details['hint'] === 'string' ? cut(details['hint']) : '';
  const short = { error_type, message: cut(message), hint };
  const whole = Buffer.from(JSON.stringify({ ...short, details }));
  // What tells one kind from another fits always.
  const { code: kind } = details;
  const least = typeof kind === 'string' ? { ...short, details: { code: kind } } : short;
  const metadata = new Metadata();
  metadata.set(
    FAULT_KEY,
    whole.length <= MOST_FAULT_BYTES ? whole : Buffer.from(JSON.stringify(least)),
  );
  return {
    code: code ?? CODES[error_type] ?? status.INTERNAL,
    details: cut(message),
    metadata,
  };
};

/** The fault in what the router threw; null where it is no expected one. */
export const faultIn = (thrown: unknown): Fault | null => {
  if (!(thrown instanceof ORPCError)) return null;
  const { success, data } = FaultSchema.safeParse(thrown.data);
  return success ? data : null;
};

/** A refusal on its way out, where its status is not its fault's usual one. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.details);
    this.refusal = refusal;
  }
}

/** Whatever was thrown while a call was answered, as its status. */
export const statusOf = (thrown: unknown, path: string, log: Log): Refusal => {
  if (thrown instanceof Refused) return thrown.refusal;
  const fault = faultIn(thrown);
  if (fault) return refusalOf(fault);
  log.error({ err: thrown, procedure: path }, 'a gRPC call failed unexpectedly');
  return refusalOf(internalFault);
};
