import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, Origin } from '#shared/contract/execution.ts';
import {
  HardwareClientSchema,
  HardwareSentSchema,
  type HardwareClient,
  type HardwareClientBody,
  type HardwareListing,
  type HardwarePressBody,
  type HardwarePressed,
  type HardwareSent,
} from '#shared/contract/hardware-clients.ts';
import type { HardwareLogLevel, HardwareMessage } from '#shared/contract/hardware.ts';
import type { Precondition } from '#shared/contract/precondition.ts';
import { HardwareTrouble } from '../hardware/hardware-trouble.ts';
import type { Hardware, HardwareSlot } from '../hardware/runtime/hardware.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';
import type { Answers, HostContext } from './answers.ts';
import { catalogueOf, notFound } from './catalogue.ts';
import { takenBack } from './connections.ts';
import { faultError, validationFault } from './faults.ts';
import { hardwareMappingOf } from './hardware-mapping.ts';
import { refuseAgent } from './refuse-agent.ts';

interface ById {
  params: { client_id: string };
}

const refuseAgents = (origin: Origin): void =>
  refuseAgent(origin, {
    message: 'An agent may look at hardware, and may not change or press it.',
    reason: 'needs_operator',
    hint: 'Ask for an intent with an action of type hardware.',
  });

const troubled = <T>(ask: () => T): T => {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof HardwareTrouble)) throw error;
    const fields = [{ field: 'body', message: error.message }];
    throw faultError({
      error_type: 'validation_error',
      message: error.message,
      details: { fields, hint: error.hint },
    });
  }
};

/** What became of a message that was sent through the one door. */
const sentOf = ({ execution_id, outcome, error, trace }: Execution) => {
  const told = HardwareSentSchema.safeParse(error?.details['delivery']);
  const note = trace[0]?.reply?.text ?? null;
  if (outcome === 'sent') return { outcome, reason: note, execution_id };
  if (told.success) return { ...told.data, execution_id };
  const fault: Fault = error ?? {
    error_type: 'cancelled',
    message: `The message was not sent (${outcome}).`,
    details: { hint: 'Send it again.' },
  };
  const status = outcome === 'refused' ? 'refused' : fault.error_type;
  throw faultError({
    ...fault,
    error_type: status,
    details: { ...fault.details, execution_id },
  });
};

/** Hardware clients as the contract has them. `by` is the store as the caller writes it. */
export const hardwareOf = (
  hardware: Hardware,
  engine: Engine,
  by: (context: HostContext) => Store,
) => {
  const { store } = engine;
  const stored = catalogueOf(store, 'hardware', 'client_id', by);

  const put = async ({
    input,
    context,
  }: {
    input: {
      params: { name: string };
      headers?: Precondition | undefined;
      body: HardwareClient;
    };
    context: HostContext;
  }): Promise<HardwareClient> => {
    refuseAgents(context.origin);
    const written = await stored.put({ input, context });
    await hardware.take(written.client_id, written);
    return written;
  };

  const slotOf = async (client_id: string): Promise<HardwareSlot> => {
    const value = await stored.get({ input: { params: { name: client_id } } });
    await hardware.take(client_id, value);
    const slot = hardware.get(client_id);
    if (slot) return slot;
    throw faultError(notFound('hardware', client_id));
  };

  /** What acts on a client: not for agents. */
  const acting =
    <I extends ById, T>(act: (slot: HardwareSlot, input: I) => T | Promise<T>) =>
    async ({ input, context }: { input: I; context: HostContext }): Promise<T> => {
      refuseAgents(context.origin);
      const slot = await slotOf(input.params.client_id);
      return act(slot, input);
    };

  return {
    putNamed: put,
    list: async (): Promise<HardwareListing[]> => {
      const values = await stored.list();
      await Promise.all(values.map((value) => hardware.take(value.client_id, value)));
      return hardware.list().map((slot) => slot.listing());
    },
    get: ({ input, context }: { input: ById; context: HostContext }): Promise<HardwareClient> =>
      stored.get({ input: { params: { name: input.params.client_id } }, context }),
    put: ({
      input,
      context,
    }: {
      input: ById & { headers?: Precondition | undefined; body: HardwareClientBody };
      context: HostContext;
    }): Promise<HardwareClient> => {
      const { client_id } = input.params;
      const room_id = hardware.roomId;
      const body = HardwareClientSchema.parse({ client_id, room_id, ...input.body });
      if (body.client_id !== client_id)
        throw faultError(
          validationFault([
            {
              field: 'client_id',
              message: `Give ${client_id}, as in the address, or leave it out.`,
            },
          ]),
        );
      return put({
        input: { params: { name: client_id }, headers: input.headers, body },
        context,
      });
    },
    delete: async ({
      input,
      context,
    }: {
      input: ById & { headers?: Precondition | undefined };
      context: HostContext;
    }): Promise<{ deleted: boolean }> => {
      refuseAgents(context.origin);
      const { client_id: name } = input.params;
      const deleted = await stored.delete({
        input: { params: { name }, headers: input.headers },
        context,
      });
      await hardware.take(name, null);
      return deleted;
    },
    start: acting(async (slot) => {
      await troubled(() => slot.start());
      return slot.listing();
    }),
    stop: acting(async (slot) => {
      await slot.stop();
      return slot.listing();
    }),
    send: async ({
      input,
      context,
      signal,
    }: {
      input: ById & { body: HardwareMessage };
      context: HostContext;
      signal?: AbortSignal | undefined;
    }): Promise<HardwareSent & { execution_id: string }> => {
      refuseAgents(context.origin);
      await slotOf(input.params.client_id);
      const execution = await engine.sendHardware({
        client_id: input.params.client_id,
        message: input.body,
        origin: context.origin,
        signal: takenBack(signal, context.signal),
      });
      return sentOf(execution);
    },
    press: acting((slot, { body }: ById & { body: HardwarePressBody }): HardwarePressed =>
      troubled(() => slot.press(body)),
    ),
    logLevel: acting((slot, { body }: ById & { body: { level: HardwareLogLevel } }) => {
      slot.setLogLevel(body.level);
      return slot.listing();
    }),
    /** @throws a `not_found` where there is no such client */
    slotOf,
  };
};

/** The contract's questions on hardware. */
export const hardwareAnswers = (
  { os, streams, streamed }: Answers,
  hardware: ReturnType<typeof hardwareOf>,
) => {
  const { slotOf } = hardware;
  const mapping = hardwareMappingOf(slotOf);
  return {
    list: os.hardware.list.handler(hardware.list),
    get: os.hardware.get.handler(hardware.get),
    put: os.hardware.put.handler(hardware.put),
    delete: os.hardware.delete.handler(hardware.delete),
    start: os.hardware.start.handler(hardware.start),
    stop: os.hardware.stop.handler(hardware.stop),
    send: os.hardware.send.handler(hardware.send),
    press: os.hardware.press.handler(hardware.press),
    logLevel: os.hardware.logLevel.handler(hardware.logLevel),
    mapping: os.hardware.mapping.handler(mapping.mapping),
    checkMapping: os.hardware.checkMapping.handler(mapping.checkMapping),
    saveMapping: os.hardware.saveMapping.handler(mapping.saveMapping),
    traffic: streams.hardware.traffic.handler(({ input, ...call }) =>
      streamed(async function* (lifetime) {
        yield* (await slotOf(input.client_id)).traffic(lifetime);
      })(call),
    ),
    log: streams.hardware.log.handler(({ input, ...call }) =>
      streamed(async function* (lifetime) {
        yield* (await slotOf(input.client_id)).log(lifetime);
      })(call),
    ),
  };
};
