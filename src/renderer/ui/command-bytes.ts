import type { CommandView, OscArg } from '#shared/contract/execution.ts';
import { obsRequestText } from '#shared/domain/obs-message.ts';

const encoder = new TextEncoder();

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** OSC ends a text with NUL and fills up to a multiple of four. */
const oscText = (text: string): Uint8Array => {
  const bytes = encoder.encode(text);
  const filled = new Uint8Array(Math.ceil((bytes.length + 1) / 4) * 4);
  filled.set(bytes);
  return filled;
};

const oscBlob = (base64: string): Uint8Array => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
  const filled = new Uint8Array(4 + Math.ceil(bytes.length / 4) * 4);
  new DataView(filled.buffer).setInt32(0, bytes.length);
  filled.set(bytes, 4);
  return filled;
};

const oscNumber = (length: 4 | 8, put: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(length);
  put(new DataView(bytes.buffer));
  return bytes;
};

const oscArg = ({ type, value }: OscArg): Uint8Array => {
  switch (type) {
    case 'i':
      return oscNumber(4, (view) => view.setInt32(0, Number(value)));
    case 'f':
      return oscNumber(4, (view) => view.setFloat32(0, Number(value)));
    case 'd':
      return oscNumber(8, (view) => view.setFloat64(0, Number(value)));
    case 'h':
      return oscNumber(8, (view) => view.setBigInt64(0, BigInt(value ?? 0)));
    case 's':
      return oscText(String(value));
    case 'b':
      return oscBlob(String(value));
    case 'T':
    case 'F':
      return new Uint8Array();
  }
};

const oscMessage = (address: string, args: readonly OscArg[]): Uint8Array =>
  join([
    oscText(address),
    oscText(`,${args.map(({ type }) => type).join('')}`),
    ...args.map(oscArg),
  ]);

const httpRequest = (view: Extract<CommandView, { transport: 'http' }>): Uint8Array => {
  const { host, pathname, search } = new URL(view.url);
  const headers = Object.entries(view.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const body = encoder.encode(view.body ?? '');
  const length =
    view.body === null && (view.method === 'GET' || view.method === 'HEAD')
      ? ''
      : `content-length: ${body.length}\r\n`;
  const head = `${view.method} ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n${headers.join('')}${length}\r\n`;
  return join([encoder.encode(head), body]);
};

/**
 * The bytes that leave for a command, with what is masked in it still masked. Of HTTP the headers that matter: a
 * connection's own (`connection`) are left out; of OSC over TCP the message without its SLIP frame, of OBS
 * the message without its WebSocket frame (each request has a number of its own). Null for what is no
 * bytes, such as a camera's command.
 */
export const commandBytes = (view: CommandView): Uint8Array | null => {
  switch (view.transport) {
    case 'http':
      return httpRequest(view);
    case 'osc':
      return oscMessage(view.address, view.args);
    case 'tcp':
    case 'udp':
      return encoder.encode(view.payload);
    case 'obs':
      return encoder.encode(obsRequestText(view.request_type, '1', view.request_data));
    case 'camera':
      return null;
    case 'hardware':
      return encoder.encode(JSON.stringify({ type: view.message_type, ...view.fields }));
  }
};
