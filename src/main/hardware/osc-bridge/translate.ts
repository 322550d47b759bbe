import type { OscArg } from '#shared/contract/execution.ts';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import { ValueProblem } from '#shared/domain/encode-value.ts';
import type { OscValue, ReceivedOsc } from '../../transports/osc/decode.ts';
import type { OscMessage } from '../../transports/osc/encode.ts';
import {
  matchAddress,
  parseAddressPattern,
  PatternProblem,
  type AddressPattern,
} from './address-pattern.ts';
import { fillAddress } from './address-template.ts';
import { fieldOf } from './field-path.ts';
import type { FieldSource, MappedArg, ToOscRule, ToWebSocketRule } from './mapping-schema.ts';

/** A message that its rule can't carry over. It names what is missing or does not fit. */
export class TranslateProblem extends Error {
  override readonly name = 'TranslateProblem';
}

/** True where the type is the rule's, and each field that it names has the value, or one of the values. */
export const wants = ({ when }: ToOscRule, message: HardwareMessage): boolean =>
  message.type === when.type &&
  Object.entries(when.match).every(([path, wanted]) => {
    const value = fieldOf(message, path);
    return Array.isArray(wanted) ? wanted.some((one) => one === value) : wanted === value;
  });

const argOf = (
  { type, field, value: literal, default: fallback }: MappedArg,
  message: HardwareMessage,
): OscArg => {
  if (type === 'T' || type === 'F') return { type };
  const found = field === undefined ? literal : fieldOf(message, field);
  const value = found ?? fallback;
  if (value === undefined || value === null)
    throw new TranslateProblem(`the message has no field ${field}`);
  if (type === 'bool') {
    if (typeof value !== 'boolean' && typeof value !== 'number')
      throw new TranslateProblem(`${field} is neither true nor false, nor a number`);
    return { type: value ? 'T' : 'F' };
  }
  if (typeof value === 'boolean')
    return type === 's' ? { type, value: String(value) } : { type, value: Number(value) };
  if (typeof value === 'number' || typeof value === 'string') return { type, value };
  throw new TranslateProblem(`${field} is a list or an object, which OSC can't carry`);
};

/** @throws TranslateProblem */
export const oscOf = ({ send }: ToOscRule, message: HardwareMessage): OscMessage => {
  try {
    return {
      address: fillAddress(send.address, message),
      args: send.args.map((arg) => argOf(arg, message)),
    };
  } catch (error) {
    if (error instanceof ValueProblem) throw new TranslateProblem(error.message);
    throw error;
  }
};

/** A sender may name several places at once; null where it names one, or is no pattern. */
export const asPattern = (address: string): AddressPattern | null => {
  if (!/[*?[{]/.test(address)) return null;
  try {
    return parseAddressPattern(address);
  } catch (error) {
    if (error instanceof PatternProblem) return null;
    throw error;
  }
};

const caughtBy = (
  { address }: ToWebSocketRule,
  received: string,
  pattern: AddressPattern | null,
): string[] | null => {
  const caught = matchAddress(address, received);
  if (caught || !pattern || address.wildcards > 0) return caught;
  return matchAddress(pattern, address.source) ? [] : null;
};

const valueOf = (
  source: FieldSource,
  { address, values }: ReceivedOsc,
  caught: readonly string[],
): unknown => {
  if (typeof source !== 'object' || source === null) return source;
  if ('value' in source) return source.value;
  if ('args' in source) return values;
  if ('address' in source) return address;
  if ('wildcard' in source) {
    const text = caught[source.wildcard - 1] ?? '';
    if (source.as === 'text') return text;
    const number = text.trim() === '' ? NaN : Number(text);
    if (Number.isFinite(number)) return number;
    throw new TranslateProblem(`"${text}" in ${address} is no number`);
  }
  const value: OscValue | undefined = values[source.arg - 1] ?? source.default;
  if (value === undefined)
    throw new TranslateProblem(`${address} came without argument ${source.arg}`);
  return value;
};

/** What the rule makes of it; null where it is not about this address, or not about arguments of these types. */
export const messageOf = (
  rule: ToWebSocketRule,
  received: ReceivedOsc,
  pattern: AddressPattern | null,
): HardwareMessage | null => {
  if (rule.types !== undefined && rule.types !== received.types) return null;
  const caught = caughtBy(rule, received.address, pattern);
  if (!caught) return null;
  const fields = Object.entries(rule.send.fields).map(
    ([name, source]) => [name, valueOf(source, received, caught)] as const,
  );
  return { ...Object.fromEntries(fields), type: rule.send.type };
};
