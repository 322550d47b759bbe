import { isCameraCommand } from '#shared/contract/camera.ts';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { CommandView, OscArg } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { isPerformed, wordOf } from '#shared/domain/action-target.ts';
import { viewCommand } from '#shared/domain/command-view.ts';
import { cameraPayload } from '#shared/domain/camera-payload.ts';
import { compileProtocol } from '#shared/domain/compiled-protocol.ts';
import { fillVariables, isSecret, sessionNamesIn } from '#shared/domain/fill-variables.ts';
import { neededSecrets, resolveCommand } from '#shared/domain/resolve-command.ts';
import { isSimulated } from '#shared/domain/target.ts';
import {
  holdsVariable,
  sessionVariable,
  sessionVariableName,
} from '#shared/domain/template.ts';
import { waysOf, type Rank, type Way } from '#shared/domain/ways.ts';

export interface PreviewInput {
  action: ButtonAction;
  protocols: Readonly<Record<string, Protocol>>;
  devices: Readonly<Record<string, Device>>;
  config: BridgeConfig;
  /** Sample values, as whoever fires it would give them. */
  context: Readonly<Record<string, unknown>>;
  /** What the session has now: by `var:name`. */
  session: Readonly<Record<string, unknown>>;
  nowMs: number;
  /** What is known of each device: the healthiest goes first. */
  rank: Rank;
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

type Resolving = Omit<PreviewInput, 'rank'>;

/** All that an action's templates see. */
const seenBy = (
  { action_type, device_id }: Pick<ButtonAction, 'action_type' | 'device_id'>,
  own: Readonly<Record<string, unknown>>,
  nowMs: number,
): Record<string, unknown> => {
  const variables: Record<string, unknown> = {
    action: action_type,
    agent_id: 'operator',
    ...own,
    device_id,
    timestamp: Math.floor(nowMs / 1000),
  };
  const { page, row, col } = variables;
  if ([page, row, col].every((part) => Number.isInteger(Number(part ?? Number.NaN))))
    variables['button_id'] ??= `${String(page)}_${String(row)}_${String(col)}`;
  return variables;
};

/** The exact command of one way, with its secrets masked. */
const previewWay = (
  { action, protocols, devices, config, context, session, nowMs }: Resolving,
  way: Omit<Way, 'number'>,
): Preview => {
  const { protocol_name, device_id } = way;
  const protocol = protocols[protocol_name];
  const device = devices[device_id];
  if (!protocol)
    return nothing(
      protocol_name === '' ? 'Choose a protocol.' : `There is no protocol ${protocol_name}.`,
    );
  if (!device)
    return nothing(device_id === '' ? 'Choose a device.' : `There is no device ${device_id}.`);
  const { action_type } = action;
  const own = { ...way.variables, ...context };
  const variables = seenBy({ action_type, device_id }, own, nowMs);
  // Nothing else stands in for them.
  for (const name of compileProtocol(protocol).sessionVariables)
    variables[sessionVariable(name)] = session[sessionVariable(name)];
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

/** What the control room would do itself, with its texts filled as the engine fills them. */
const previewPerformed = ({ action, context, session, nowMs }: Resolving): Preview => {
  const { action_type, protocol_name, device_id, variables } = action;
  const own = Object.entries(variables).filter(([name]) => !Object.hasOwn(context, name));
  const plain = Object.fromEntries(own.filter(([, value]) => !holdsVariable(value)));
  const templates = Object.fromEntries(own.filter(([, value]) => holdsVariable(value)));
  const seen = { ...seenBy(action, { ...plain, ...context }, nowMs), ...session };
  const filled = fillVariables(templates, seen);
  if (!filled.ok) {
    const { missing } = filled;
    const ofSession = sessionVariableName(missing);
    if (isSecret(missing))
      return nothing(`A ${action_type} action can't hold a secret: {${missing}}.`);
    return nothing(
      ofSession === null
        ? `Missing variables: ${missing}`
        : `The session has no variables: ${ofSession}`,
    );
  }
  const values = { ...plain, ...filled.value, ...context };
  const isSimulated = false;
  if (action_type === 'hardware') {
    return {
      kind: 'command',
      isSimulated,
      view: {
        transport: 'hardware',
        client_id: wordOf(device_id),
        message_type: wordOf(protocol_name),
        fields: Object.fromEntries(
          Object.entries(values).filter(([name]) => Object.hasOwn(variables, name)),
        ),
      },
    };
  }
  if (!isCameraCommand(protocol_name)) return nothing('Choose a camera command.');
  const payload = cameraPayload(protocol_name, values);
  return {
    kind: 'command',
    isSimulated,
    view: { transport: 'camera', slot: device_id, command: protocol_name, payload },
  };
};

/** One command that an action may send. `when`: in which case, where there are several. */
export interface PreviewedWay {
  /** Whom it goes to: one of a group, a stand-in, or the device itself. */
  device_id: string;
  /** Empty where there is only one. */
  when: string;
  preview: Preview;
}

export interface ActionPreview {
  /** What the device is made of, where it is made of several; else empty. */
  together: string;
  ways: PreviewedWay[];
}

/** `First`, then what happens where it does not serve. */
const whenOf = (at: number, count: number, isFallback: boolean): string => {
  if (count === 1) return '';
  if (at === 0) return 'first';
  const words = isFallback ? 'fallback, if none before served' : 'if the one before fails';
  return at === count - 1 ? `last, ${words}` : words;
};

/** The session's variables that the commands of actions name, whichever way they go. */
export const sessionNamesOf = (
  actions: readonly ButtonAction[],
  protocols: Readonly<Record<string, Protocol>>,
): string[] =>
  actions.flatMap((action) =>
    isPerformed(action.action_type)
      ? sessionNamesIn(action.variables)
      : [action, ...(action.fallbacks ?? [])].flatMap(({ protocol_name }) => {
          const protocol = protocols[protocol_name];
          return protocol ? compileProtocol(protocol).sessionVariables : [];
        }),
  );

/** Everything that one action may send, in the order in which it would. */
export const previewAction = (input: PreviewInput): ActionPreview => {
  const { action, devices, rank } = input;
  const only = (preview: Preview): ActionPreview => ({
    together: '',
    ways: [{ device_id: action.device_id, when: '', preview }],
  });
  if (action.disabled === true) return only(nothing('It is disabled: passed over.', true));
  if (isPerformed(action.action_type)) return only(previewPerformed(input));
  const device = devices[action.device_id];
  if (!device) return only(previewWay(input, action));
  const { group } = device;
  if (group?.mode === 'mirror')
    return {
      together: `${device.device_id}: all ${group.device_ids.length} at once`,
      ways: group.device_ids.map((device_id) => ({
        device_id,
        when: 'at once',
        preview: previewWay(input, { ...action, device_id }),
      })),
    };
  const ways = waysOf(action, device, (id) => devices[id] ?? null, rank);
  const fallbacks = ways.length - (action.fallbacks?.length ?? 0);
  return {
    together: group
      ? `${device.device_id}: one of ${group.device_ids.length}, the healthiest first`
      : '',
    ways: ways.map((way, at) => ({
      device_id: way.device_id,
      when: whenOf(at, ways.length, way.number >= fallbacks),
      preview: previewWay(input, way),
    })),
  };
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

const httpText = (view: Extract<CommandView, { transport: 'http' }>): string => {
  const url = new URL(view.url);
  const head = [
    `${view.method} ${url.pathname}${url.search} HTTP/1.1`,
    `host: ${url.host}`,
    ...Object.entries(view.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\n')}${view.body === null ? '' : `\n\n${view.body}`}`;
};

/** A command as text. */
export const commandText = (view: CommandView): string => {
  switch (view.transport) {
    case 'http':
      return httpText(view);
    case 'osc':
      return [view.address, ...view.args.map(argWords)].join('  ');
    case 'tcp':
    case 'udp':
      return visible(view.payload);
    case 'obs':
      return [view.request_type, view.request_data ?? ''].join(' ').trimEnd();
    case 'hardware':
      return `${view.message_type} ${JSON.stringify(view.fields, null, 2)}`;
    case 'camera':
      return `${view.command} ${JSON.stringify(view.payload, null, 2)}`;
  }
};

/** To whom. */
export const commandTarget = (view: CommandView): string => {
  switch (view.transport) {
    case 'http':
      return new URL(view.url).host;
    case 'hardware':
      return view.client_id;
    case 'camera':
      return view.slot === 'all' ? 'all cameras' : view.slot;
    case 'osc':
    case 'tcp':
    case 'udp':
    case 'obs':
      return `${view.host}:${view.port}`;
  }
};
