// Whoever imports this file from another tsconfig needs the types that the package lacks.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./osc.d.ts" />
import osc from 'osc/src/osc.js';
import type { Bundle, Message } from 'osc/src/osc.js';

/** What JSON can say of an argument. `h` beyond 2^53 is decimal text, `b`, `m` and `r` are base64. */
export type OscValue = string | number | boolean | null;

export interface ReceivedOsc {
  address: string;
  /** One letter for each argument. */
  types: string;
  values: OscValue[];
}

/** Bytes that are no OSC, or OSC that JSON can't say. The message says why. */
export class OscDecodeError extends Error {
  override readonly name = 'OscDecodeError';
}

const BYTES = new Set(['b', 'm']);
const TIME_1900 = 2_208_988_800;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const int64 = (value: Record<string, unknown>): OscValue => {
  const high = BigInt.asIntN(32, BigInt(Number(value['high'])));
  const low = BigInt.asUintN(32, BigInt(Number(value['low'])));
  const whole = (high << 32n) | low;
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : whole.toString();
};

/** Milliseconds since 1970. */
const timeOf = (value: Record<string, unknown>): OscValue => {
  const raw: unknown = value['raw'];
  if (!Array.isArray(raw)) return null;
  const [seconds, fraction] = raw.map(Number);
  if (seconds === undefined || fraction === undefined) return null;
  return (seconds - TIME_1900 + fraction / 2 ** 32) * 1000;
};

const colorOf = ({ r, g, b, a }: Record<string, unknown>): OscValue =>
  `#${[Number(r), Number(g), Number(b), Math.round(Number(a) * 255)]
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;

const valueOf = (type: string, value: unknown, where: string): OscValue => {
  if (BYTES.has(type) && value instanceof Uint8Array)
    return Buffer.from(value).toString('base64');
  if (type === 'I') return true;
  if (isRecord(value)) {
    if (type === 'h') return int64(value);
    if (type === 't') return timeOf(value);
    if (type === 'r') return colorOf(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new OscDecodeError(`${where} is ${value}, which JSON has no word for`);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value === null) return null;
  throw new OscDecodeError(`${where} has a type that can't be read: ${type}`);
};

const messageOf = ({ address, args }: Message): ReceivedOsc => {
  let types = '';
  const values = args.map((arg, index) => {
    const where = `argument ${index + 1} of ${address.slice(0, 200)}`;
    // An array of arguments comes without a type of its own.
    if (Array.isArray(arg)) throw new OscDecodeError(`${where} is an array, which is not read`);
    types += arg.type;
    return valueOf(arg.type, arg.value, where);
  });
  return { address, types, values };
};

const MOST_MESSAGES = 1000;

const collect = (packet: Message | Bundle, into: ReceivedOsc[]): void => {
  if (!('packets' in packet)) into.push(messageOf(packet));
  else for (const inner of packet.packets) collect(inner, into);
  if (into.length > MOST_MESSAGES)
    throw new OscDecodeError(`a bundle of more than ${MOST_MESSAGES} messages`);
};

/**
 * The messages of one packet, those of a bundle in order and at once, whatever time it names.
 * @throws OscDecodeError
 */
export const decodePacket = (bytes: Uint8Array): ReceivedOsc[] => {
  const messages: ReceivedOsc[] = [];
  try {
    // The package reads blobs by their place in the whole buffer: this one begins with the packet.
    collect(osc.readPacket(new Uint8Array(bytes), { metadata: true }), messages);
  } catch (error) {
    if (error instanceof OscDecodeError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new OscDecodeError(`${bytes.length} bytes that are no OSC: ${said.slice(0, 200)}`);
  }
  return messages;
};
