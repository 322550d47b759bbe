import { z } from 'zod';
import type { HardwareMessage } from '#shared/contract/hardware.ts';

/** `timestamp` goes back as it came. */
const PingSchema = z.object({
  timestamp: z.unknown().default(null),
  sender_id: z.union([z.string(), z.number()]).nullish(),
});
export type HardwarePing = z.infer<typeof PingSchema>;

/** An answer to a ping of ours. A backend that tells its own time makes an estimate of its clock possible. */
const PongSchema = z.object({
  timestamp: z.number(),
  target_sender_id: z.string(),
  backend_timestamp: z.number(),
});
export type ClockAnswer = z.infer<typeof PongSchema>;

export type Read<M> =
  | { kind: 'message'; type: string; message: M }
  | { kind: 'ping'; type: string; ping: HardwarePing }
  | { kind: 'clock'; type: string; answer: ClockAnswer }
  | { kind: 'problem'; type: string | null; problem: string };

const problem = (type: string | null, text: string): Read<never> => ({
  kind: 'problem',
  type,
  problem: text,
});

/** What one text from a backend is. `clientId` is whom an answer to a ping has to be for. */
export const readMessage = <M extends HardwareMessage>(
  data: Buffer,
  messages: z.ZodType<M>,
  clientId: string,
): Read<M> => {
  let value: unknown;
  try {
    value = JSON.parse(data.toString('utf8'));
  } catch {
    return problem(null, 'It is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return problem(null, 'It is JSON, but not an object.');
  if (!('type' in value) || typeof value.type !== 'string')
    return problem(null, 'It has no "type".');
  const { type } = value;
  if (type === 'ping') {
    const ping = PingSchema.safeParse(value);
    if (ping.success) return { kind: 'ping', type, ping: ping.data };
  } else if (type === 'pong') {
    const answer = PongSchema.safeParse(value);
    if (answer.success && answer.data.target_sender_id === clientId)
      return { kind: 'clock', type, answer: answer.data };
  }
  const message = messages.safeParse(value);
  if (message.success) return { kind: 'message', type, message: message.data };
  return problem(type, whatDoesNotFit(type, message.error));
};

const whatDoesNotFit = (type: string, { issues }: z.ZodError): string => {
  const [issue] = issues;
  if (!issue || issue.path.join('.') === 'type') return `Its type "${type}" is not known here.`;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return `"${type}" does not fit: ${issue.path.join('.') || 'it'}: ${issue.message}${more}`;
};
