import type { Fault } from '#shared/contract/errors.ts';
import type { HardwareSent } from '#shared/contract/hardware-clients.ts';
import { wordOf } from '#shared/domain/action-target.ts';
import type { Clock } from '../clock.ts';
import type { Performed, Performer } from '../engine/performer.ts';
import { HardwareTrouble } from './hardware-trouble.ts';
import { policyOf, type Delivery, type DeliveryEnd } from './outbound-queue.ts';
import type { Hardware } from './runtime/hardware.ts';

/** What the control room needs for itself, beside a message's time to live. */
const MARGIN_MS = 1000;

const WORDS: Record<Exclude<DeliveryEnd, 'sent'>, { message: string; short: string }> = {
  dropped: { message: 'was not sent', short: 'not connected' },
  expired: { message: 'waited for its time and was not sent', short: 'expired' },
  replaced: { message: 'gave way to a later one of its type', short: 'replaced' },
};

const notSent = (
  client_id: string,
  type: string,
  end: Exclude<DeliveryEnd, 'sent'>,
  reason: string | null,
): Performed => {
  const { message, short } = WORDS[end];
  const delivery: HardwareSent = { outcome: end, reason };
  const fault: Fault = {
    error_type: 'connection_refused',
    message: `The message "${type}" of ${client_id} ${message}. ${reason ?? ''}`.trim(),
    details: {
      short,
      delivery,
      hint: 'Look on the Hardware page whether the client is open. Its queue settings decide whether a message may wait.',
    },
  };
  return { outcome: 'failed', fault, reply: null };
};

const unknownClient = (client_id: string): Fault => ({
  error_type: 'device_not_found',
  message: `There is no hardware client ${client_id}.`,
  details: { short: 'no client', hint: 'Add it on the Hardware page, or choose another one.' },
});

/** Actions of type `hardware`: one message to the backend of a client, as the client's queue settings have it. */
export const hardwarePerformer = (
  clock: Clock,
  hardware: () => Pick<Hardware, 'get'>,
): Performer => ({
  prepare({ target, command, values, own }) {
    const client_id = wordOf(target);
    const type = wordOf(command);
    const slot = hardware().get(client_id);
    if (!slot) return { ok: false, fault: unknownClient(client_id) };
    const fields = Object.fromEntries(own.map((name) => [name, values[name]]));
    const policy = policyOf(slot.stored.outbound, type);
    let delivery: Delivery | null = null;
    return {
      ok: true,
      view: { transport: 'hardware', client_id, message_type: type, fields },
      // What waits, waits in the client: it keeps nothing else from being sent.
      lanes: [],
      longestMs: (policy?.ttl_ms ?? 0) + MARGIN_MS,
      async perform() {
        const from = clock.monotonic();
        try {
          delivery = slot.send({ ...fields, type });
          const end = await delivery.settled;
          if (end !== 'sent') return notSent(client_id, type, end, delivery.reason);
          const waitedMs = Math.round(clock.monotonic() - from);
          const text = `It waited ${waitedMs} ms for the connection.`;
          return {
            outcome: 'sent',
            reply: delivery.outcome === 'queued' ? { text } : null,
          };
        } catch (error) {
          if (!(error instanceof HardwareTrouble)) throw error;
          const { message, hint } = error;
          const fault: Fault = { error_type: 'validation_error', message, details: { hint } };
          return { outcome: 'failed', fault, reply: null };
        }
      },
      takeBack: () => delivery?.withdraw() ?? true,
    };
  },
});
