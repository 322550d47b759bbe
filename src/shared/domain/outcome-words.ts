import type { ErrorType, Fault } from '../contract/errors.ts';
import type { Outcome } from '../contract/execution.ts';

const FAULT_WORDS: Record<ErrorType, string> = {
  connection_refused: 'unreachable',
  connection_timeout: 'no reply',
  dns_resolution: 'no such host',
  invalid_response: 'bad reply',
  protocol_error: 'device error',
  intent_not_found: 'no intent',
  device_not_found: 'no device',
  invalid_mapping: 'bad mapping',
  rate_limited: 'too fast',
  state_corruption: 'corrupt',
  validation_error: 'bad value',
  connection_lost: 'cut off',
  store_unavailable: 'no store',
  refused: 'not allowed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
  precondition_failed: 'changed meanwhile',
  conflict: 'another was first',
  not_found: 'not found',
  internal: 'app error',
};

const OUTCOME_WORDS: Record<Outcome, string> = {
  ok: 'ok',
  sent: 'sent',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'no reply',
  expired: 'too late',
  cancelled: 'cancelled',
  refused: 'refused',
};

/** Two or three words for a key: what became of a press. A fault may bring its own in `details.short`. */
export const outcomeWords = (outcome: Outcome, fault: Fault | null): string => {
  if (!fault || outcome === 'expired' || outcome === 'cancelled') return OUTCOME_WORDS[outcome];
  const short = fault.details['short'];
  return typeof short === 'string' ? short : FAULT_WORDS[fault.error_type];
};
