import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { CommandView, OscArg } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { viewCommand } from '#shared/domain/command-view.ts';
import { neededSecrets, resolveCommand } from '#shared/domain/resolve-command.ts';
import { isSimulated } from '#shared/domain/target.ts';

export interface PreviewInput {
  action: ButtonAction;
  protocol: Protocol | undefined;
  device: Device | undefined;
  config: BridgeConfig;
  /** Sample values, as whoever fires it would give them. */
  context: Readonly<Record<string, unknown>>;
  nowMs: number;
}

/** What would leave, or why nothing would. */
export type Preview =
  | { kind: 'command'; view: CommandView; isSimulated: boolean }
  /** `isMeant`: it was disabled, which is no problem. */
  | { kind: 'nothing'; message: string; isMeant: boolean };

const nothing = (message: string, isMeant = false): Preview => ({
  kind: 'nothing',
  message,
  isMeant,
});

/** Stands for a secret while a command is built to be looked at: it is masked in what is shown. */
const STAND_IN = 'secret';

/** The exact command of one action, with its secrets masked. */
export const previewAction = (input: PreviewInput): Preview => {
  const { action, protocol, device, config, context, nowMs } = input;
  if (action.disabled === true) return nothing('It is disabled: passed over.', true);
  if (isPerformed(action.action_type))
    return {
      kind: 'command',
      isSimulated: false,
      view: {
        transport: 'camera',
        slot: action.device_id,
        command: action.protocol_name,
        payload: { ...action.variables, ...context },
      },
    };
  if (!protocol)
    return nothing(
      action.protocol_name === ''
        ? 'Choose a protocol.'
        : `There is no protocol ${action.protocol_name}.`,
    );
  if (!device)
    return nothing(
      action.device_id === '' ? 'Choose a device.' : `There is no device ${action.device_id}.`,
    );
  const variables: Record<string, unknown> = {
    action: action.action_type,
    agent_id: 'operator',
    ...action.variables,
    ...context,
    device_id: action.device_id,
    timestamp: Math.floor(nowMs / 1000),
  };
  const { page, row, col } = variables;
  if ([page, row, col].every((part) => Number.isInteger(Number(part ?? Number.NaN))))
    variables['button_id'] ??= `${String(page)}_${String(row)}_${String(col)}`;
  const secrets = Object.fromEntries(
    neededSecrets(protocol, device, null).map((name) => [name, STAND_IN]),
  );
  const resolved = resolveCommand({
    protocol,
    device,
    config,
    variables,
    simulated: null,
    secrets,
  });
  return resolved.ok
    ? { kind: 'command', view: viewCommand(resolved.shown), isSimulated: isSimulated(device) }
    : nothing(resolved.fault.message);
};

const MOST_SHOWN = 4000;

/** Long texts are cut: a screen shows a page of them. */
export const cutLong = (text: string): string =>
  text.length <= MOST_SHOWN
    ? text
    : `${text.slice(0, MOST_SHOWN)}… ${(text.length - MOST_SHOWN).toLocaleString('en')} characters more`;

/** Control characters as the boxes that stand for them. */
const visible = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  text.replace(/[\u0000-\u001F]/g, (control) =>
    String.fromCodePoint(0x24_00 + (control.codePointAt(0) ?? 0)),
  );

const argWords = ({ type, value }: OscArg): string =>
  value === undefined ? type : `${type} ${String(value)}`;

const httpText = (view: Extract<CommandView, { transport: 'http' }>, end: string): string => {
  const url = new URL(view.url);
  const head = [
    `${view.method} ${url.pathname}${url.search} HTTP/1.1`,
    `host: ${url.host}`,
    ...Object.entries(view.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join(end)}${view.body === null ? '' : `${end}${end}${view.body}`}`;
};

/** A command as text. */
export const commandText = (view: CommandView): string => {
  switch (view.transport) {
    case 'http':
      return httpText(view, '\n');
    case 'osc':
      return [view.address, ...view.args.map(argWords)].join('  ');
    case 'tcp':
    case 'udp':
      return visible(view.payload);
    case 'obs':
      return [view.request_type, view.request_data ?? ''].join(' ').trimEnd();
    case 'camera':
      return `${view.command} ${JSON.stringify(view.payload, null, 2)}`;
  }
};

/** To whom. */
export const commandTarget = (view: CommandView): string => {
  switch (view.transport) {
    case 'http':
      return new URL(view.url).host;
    case 'camera':
      return view.slot === 'all' ? 'all cameras' : view.slot;
    case 'osc':
    case 'tcp':
    case 'udp':
    case 'obs':
      return `${view.host}:${view.port}`;
  }
};

/** The text that goes over the wire; null where it is no text. */
const wireText = (view: CommandView): string | null => {
  if (view.transport === 'http') return httpText(view, '\r\n');
  return view.transport === 'tcp' || view.transport === 'udp' ? view.payload : null;
};

/** Sixteen bytes a line, as `00  50 4f 53 54  POST`; null where the bytes are not known here. */
export const commandHex = (view: CommandView): string | null => {
  const text = wireText(view);
  if (text === null) return null;
  const bytes = new TextEncoder().encode(text.slice(0, MOST_SHOWN));
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 8) {
    const part = [...bytes.subarray(at, at + 8)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const shown = part
      .map((byte) => (byte > 31 && byte < 127 ? String.fromCodePoint(byte) : '·'))
      .join('');
    lines.push(`${at.toString(16).padStart(3, '0')}  ${hex.padEnd(23)}  ${shown}`);
  }
  return lines.join('\n');
};
