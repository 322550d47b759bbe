// Whoever imports this file from another tsconfig needs the types that the package lacks.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./osc.d.ts" />
import osc from 'osc/src/osc.js';
import type { Bundle, Int64, Message, TypedArgument } from 'osc/src/osc.js';
import type { OscArg } from '#shared/contract/execution.ts';

/** An address and arguments that always carry their type: a guessed one turns 7 into a float. */
export interface OscMessage {
  address: string;
  args: readonly OscArg[];
}

export interface OscBundle {
  /** When to act, wall clock in milliseconds since 1970; absent: at once. */
  at?: number;
  packets: readonly (OscMessage | OscBundle)[];
}

/** An address or an argument that OSC can't carry. The message names it. */
export class OscEncodeError extends Error {
  override readonly name = 'OscEncodeError';
}

const TYPED = { metadata: true };
const AT_ONCE: [number, number] = [0, 1];
const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const SPACE = 0x20;
const DELETE = 0x7f;

const numberOf = (value: OscArg['value']): number =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;

const finite = (value: OscArg['value']): number | null => {
  const number = typeof value === 'number' ? value : numberOf(value);
  return Number.isFinite(number) ? number : null;
};

const int32 = (value: OscArg['value']): number | null => {
  const number = finite(value);
  return number !== null && Number.isInteger(number) && number >= -INT32 && number < INT32
    ? number
    : null;
};

const float32 = (value: OscArg['value']): number | null => {
  const number = finite(value);
  return number !== null && Number.isFinite(Math.fround(number)) ? number : null;
};

const int64 = (value: OscArg['value']): Int64 | null => {
  const exact = typeof value === 'number' ? Number.isSafeInteger(value) : true;
  if (!exact || !/^[+-]?\d{1,20}$/.test(String(value))) return null;
  const whole = BigInt(String(value).replace('+', ''));
  if (whole < -INT64 || whole >= INT64) return null;
  return { high: Number(whole >> 32n), low: Number(BigInt.asIntN(32, whole)) };
};

const text = (value: OscArg['value']): string | null => {
  const string = value === undefined ? null : String(value);
  return string?.includes('\0') ? null : string;
};

const blob = (value: OscArg['value']): Uint8Array | null =>
  typeof value === 'string' && BASE64.test(value) ? Buffer.from(value, 'base64') : null;

const wanted = {
  i: 'a whole number of 32 bits',
  f: 'a number',
  d: 'a number',
  s: 'text without NUL',
  b: 'base64',
  h: 'a whole number of 64 bits',
};

const valueOf = (
  arg: OscArg & { type: keyof typeof wanted },
): TypedArgument['value'] | null => {
  switch (arg.type) {
    case 'i':
      return int32(arg.value);
    case 'f':
      return float32(arg.value);
    case 'd':
      return finite(arg.value);
    case 's':
      return text(arg.value);
    case 'b':
      return blob(arg.value);
    case 'h':
      return int64(arg.value);
  }
};

const typed = (arg: OscArg, index: number, address: string): TypedArgument => {
  const { type } = arg;
  if (type === 'T' || type === 'F') return { type };
  const value = valueOf({ ...arg, type });
  if (value !== null) return { type, value };
  const given = JSON.stringify(arg.value) ?? 'nothing';
  throw new OscEncodeError(
    `argument ${index + 1} of ${address} (type ${type}) must be ${wanted[type]}, not ${given}`,
  );
};

const isAddress = (address: string): boolean =>
  address.startsWith('/') &&
  !address.includes('#') &&
  Buffer.from(address).every((byte) => byte > SPACE && byte !== DELETE);

const messageOf = ({ address, args }: OscMessage): Message => {
  if (!isAddress(address))
    throw new OscEncodeError(
      `"${address}" is no OSC address: it begins with / and has no space, # or control character`,
    );
  return { address, args: args.map((arg, index) => typed(arg, index, address)) };
};

const bundleOf = ({ at, packets }: OscBundle): Bundle => ({
  timeTag: { raw: at === undefined ? AT_ONCE : osc.jsToNTPTime(at) },
  packets: packets.map((packet) =>
    'packets' in packet ? bundleOf(packet) : messageOf(packet),
  ),
});

/** @throws OscEncodeError naming the address or the argument that can't be carried. */
export const encodeMessage = (message: OscMessage): Uint8Array =>
  osc.writeMessage(messageOf(message), TYPED);

/** @throws OscEncodeError naming the address or the argument that can't be carried. */
export const encodeBundle = (bundle: OscBundle): Uint8Array =>
  osc.writeBundle(bundleOf(bundle), TYPED);
