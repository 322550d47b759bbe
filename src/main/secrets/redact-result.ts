import type { Fault } from '#shared/contract/errors.ts';
import type { Reply } from '#shared/contract/execution.ts';
import type { SendResult } from '../transports/transport.ts';
import type { Redaction } from './redactor.ts';

const redactReply = (reply: Reply, redaction: Redaction): Reply => ({
  ...reply,
  text: redaction.redactText(reply.text),
  ...(reply.headers && { headers: redaction.redactDeep(reply.headers) }),
});

/** `error_type` is a word of ours: it stays even where a secret is the same word. */
const redactFault = (fault: Fault, redaction: Redaction): Fault => ({
  error_type: fault.error_type,
  message: redaction.redactText(fault.message),
  details: redaction.redactDeep(fault.details),
});

/** What a device said and what went wrong, with every secret masked; the same object while there are none. */
export const redactResult = (result: SendResult, redaction: Redaction): SendResult => {
  if (redaction.idle) return result;
  const reply = result.reply && redactReply(result.reply, redaction);
  return 'fault' in result
    ? { ...result, reply, fault: redactFault(result.fault, redaction) }
    : { ...result, reply };
};
