// Whoever imports this file from another tsconfig needs the types that the package lacks.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../transports/osc/osc.d.ts" />
import osc from 'osc/src/osc.js';
import type { Bundle, Message } from 'osc/src/osc.js';
import { parseColor } from './color.ts';
import type { CompanionModel } from './companion-model.ts';
import { buttonVerb, type CompanionCommand, type Place } from './command.ts';

const LOCATION = /^\/location\/([^/]+)\/([^/]+)\/([^/]+)\/(.+)$/i;
const VARIABLE = /^\/custom-variable\/([^/]+)\/value$/i;
const RESCAN = /^\/surfaces\/rescan$/i;

/** Three numbers, or else the first argument as CSS text or as one number. */
const oscColor = (values: unknown[]): number | null => {
  const [red, green, blue] = values;
  if (values.length !== 3) return parseColor(red);
  if (typeof red !== 'number' || typeof green !== 'number' || typeof blue !== 'number')
    return null;
  return ((red & 0xff) << 16) | ((green & 0xff) << 8) | (blue & 0xff);
};

const onButton = (place: Place, what: string, values: unknown[]): CompanionCommand | null => {
  // Arguments are ignored here: `press 0` presses.
  const verb = buttonVerb(what);
  if (verb) return { action: verb, place };
  if (values.length === 0) return null;
  const field = what.toLowerCase();
  if (field === 'step') return { action: 'step', place, step: Number(values[0]) };
  if (field === 'style/text')
    return { action: 'style', place, style: { text: String(values[0]) } };
  if (field !== 'style/color' && field !== 'style/bgcolor') return null;
  const color = oscColor(values);
  if (color === null) return null;
  return {
    action: 'style',
    place,
    style: field === 'style/color' ? { color } : { bgcolor: color },
  };
};

const toCommand = (address: string, values: unknown[]): CompanionCommand | null => {
  const [, page, row, col, what] = LOCATION.exec(address) ?? [];
  if (what !== undefined)
    return onButton({ page: Number(page), row: Number(row), col: Number(col) }, what, values);
  const name = VARIABLE.exec(address)?.[1];
  const [value] = values;
  if (
    name !== undefined &&
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
  )
    return { action: 'custom-variable', name, value };
  return RESCAN.test(address) ? { action: 'rescan' } : null;
};

const runPacket = (model: CompanionModel, packet: Message | Bundle): void => {
  if ('packets' in packet) {
    for (const inner of packet.packets) runPacket(model, inner);
    return;
  }
  const command = toCommand(
    packet.address,
    packet.args.map(({ value }) => value),
  );
  if (command) model.perform('osc', command);
  else model.reject('osc', packet.address, 'No such address, or its arguments do not fit');
};

/** Runs one OSC datagram: a message, or a bundle at once whatever its time. There is never an answer. */
export const runOscDatagram = (model: CompanionModel, datagram: Uint8Array): void => {
  let packet: Message | Bundle;
  try {
    packet = osc.readPacket(datagram, { metadata: true });
  } catch {
    model.reject('osc', `${datagram.byteLength} bytes`, 'Not an OSC packet');
    return;
  }
  runPacket(model, packet);
};
