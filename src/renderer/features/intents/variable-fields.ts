import type { Protocol } from '#shared/contract/protocol.ts';
import { compileProtocol, type BodyTemplate } from '#shared/domain/compiled-protocol.ts';
import { templateVariables } from '#shared/domain/template.ts';

export type VariableKind = 'place' | 'number' | 'color' | 'boolean' | 'json' | 'lines' | 'text';

/** One value that a protocol needs. `place`: where it lands, for a person. */
export interface VariableField {
  name: string;
  kind: VariableKind;
  place: string;
  /** False for what an action has and its protocol does not ask for. */
  isAsked: boolean;
}

/** What the engine fills in by itself. */
const GIVEN: ReadonlySet<string> = new Set([
  'action',
  'agent_id',
  'device_id',
  'timestamp',
  'button_id',
]);
const PLACE: ReadonlySet<string> = new Set(['page', 'row', 'col']);
const NUMBERS = /^(step|level|channel|layer|port|index|number|count|fader|cue_?number)$/i;

const bodyVariables = (body: BodyTemplate): string[] => {
  switch (body.kind) {
    case 'text':
      return templateVariables(body.template);
    case 'list':
      return body.items.flatMap(bodyVariables);
    case 'object':
      return body.entries.flatMap(([, item]) => bodyVariables(item));
    case 'constant':
      return [];
  }
};

const TEMPLATE_PLACES = {
  http: 'path',
  osc: 'address',
  tcp: 'line',
  udp: 'datagram',
  obs: 'request',
} as const;

/** What cameras take that is no text. */
export const CAMERA_KINDS: Readonly<Record<string, VariableKind>> = {
  trial_number: 'number',
  value: 'number',
  queue_limit: 'number',
  telemetry_interval_ms: 'number',
  metrics_every_frames: 'number',
  descriptor: 'json',
};
const NO_KINDS: Readonly<Record<string, VariableKind>> = {};

const kindOf = (name: string, value: unknown, oscType: string | undefined): VariableKind => {
  if (typeof value === 'object' && value !== null) return 'json';
  if (typeof value === 'boolean') return 'boolean';
  if (PLACE.has(name)) return 'place';
  if (/colou?r/i.test(name)) return 'color';
  if (typeof value === 'number' || NUMBERS.test(name)) return 'number';
  if (oscType && 'ifhd'.includes(oscType)) return 'number';
  return name === 'text' ? 'lines' : 'text';
};

/** OBS takes no number for a text and no text for a number: the sample shows which one it is. */
const typedSample = (protocol: Protocol | undefined, name: string): unknown =>
  protocol?.protocol_type === 'obs' ? protocol.samples?.[name] : undefined;

/** The form of an action's values, in the order in which its command has them. `kinds`: where they are known. */
export const variableFields = (
  protocol: Protocol | undefined,
  values: Readonly<Record<string, unknown>>,
  kinds = NO_KINDS,
): VariableField[] => {
  const places = new Map<string, string>();
  const oscTypes = new Map<string, string>();
  const put = (names: readonly string[], place: string): void => {
    for (const name of names) if (!places.has(name)) places.set(name, place);
  };
  if (protocol) {
    const { template, query, headers, body, oscArgs } = compileProtocol(protocol);
    put(templateVariables(template), TEMPLATE_PLACES[protocol.protocol_type]);
    for (const [, text] of query) put(templateVariables(text), 'query');
    for (const [, text] of headers) put(templateVariables(text), 'header');
    if (body) put(bodyVariables(body), 'body');
    for (const { type, value } of oscArgs) {
      if (typeof value !== 'object' || value === null) continue;
      const names = templateVariables(value);
      put(names, `argument ${type}`);
      for (const name of names) oscTypes.set(name, type);
    }
  }
  const asked = [...places.keys()].filter(
    (name) => !/^(?:secret|var):/.test(name) && !GIVEN.has(name),
  );
  const others = Object.keys(values).filter((name) => !asked.includes(name));
  return [
    ...asked.map((name) => ({
      name,
      kind: kindOf(name, values[name] ?? typedSample(protocol, name), oscTypes.get(name)),
      place: places.get(name) ?? '',
      isAsked: true,
    })),
    ...others.map((name) => ({
      name,
      kind: kinds[name] ?? kindOf(name, values[name], undefined),
      place: protocol ? 'not used' : '',
      isAsked: false,
    })),
  ];
};

/** What a person sees in the field. */
export const shownValue = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const parsed = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
};

/** What is stored for what was typed. A number that is none stays the text that it is; nothing typed is no value. */
export const typedValue = (kind: VariableKind, text: string): unknown => {
  if (text === '') return undefined;
  if (kind === 'json') return parsed(text);
  if (kind === 'boolean') return text === 'true';
  if (kind === 'number' || kind === 'place') {
    const number = Number(text);
    return text.trim() !== '' && Number.isFinite(number) && String(number) === text.trim()
      ? number
      : text;
  }
  return text;
};
