import type { HardwareClient, HardwareTrigger } from '#shared/contract/hardware-clients.ts';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import { fieldOf } from '../osc-bridge/field-path.ts';

/** What a trigger asks for. */
export interface Fired {
  trigger: HardwareTrigger;
  /** Its place among the client's triggers, from 0. */
  index: number;
  context: Record<string, unknown>;
}

const matches = (
  trigger: HardwareTrigger,
  direction: 'in' | 'out',
  message: HardwareMessage,
): boolean =>
  trigger.disabled !== true &&
  trigger.direction === direction &&
  trigger.message_type === message.type &&
  Object.entries(trigger.match).every(([path, wanted]) => {
    const value = fieldOf(message, path);
    return Array.isArray(wanted) ? wanted.some((one) => one === value) : wanted === value;
  });

const contextOf = (
  { context }: HardwareTrigger,
  message: HardwareMessage,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(context).flatMap(([name, source]) => {
      if ('value' in source) return [[name, source.value]];
      const value = fieldOf(message, source.field) ?? source.default;
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The triggers that a message pulls, in their order, each with the values that it brings along. */
export const firedBy = (
  { triggers }: Pick<HardwareClient, 'triggers'>,
  direction: 'in' | 'out',
  message: HardwareMessage,
): Fired[] =>
  triggers.flatMap((trigger, index) =>
    matches(trigger, direction, message)
      ? [{ trigger, index, context: contextOf(trigger, message) }]
      : [],
  );
