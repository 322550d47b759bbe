import type { OscType, Protocol } from '#shared/contract/protocol.ts';
import { compileProtocol, type BodyTemplate } from '#shared/domain/compiled-protocol.ts';
import {
  secretName,
  sessionVariableName,
  soleVariable,
  templateVariables,
  type Template,
} from '#shared/domain/template.ts';

/** Where a variable ends up, and what its value must be there. */
export interface Landing {
  name: string;
  isSecret: boolean;
  /** True for what is read from the session: nobody gives it. */
  isOfSession: boolean;
  places: string[];
  mustBe: string;
}

interface Place {
  place: string;
  mustBe: string;
  template: Template;
}

const OSC_WORDS: Record<OscType, string> = {
  i: 'whole number',
  h: 'whole number',
  f: 'number',
  d: 'number',
  s: 'text',
  b: 'base64',
  T: 'nothing',
  F: 'nothing',
};

const bodyPlaces = (body: BodyTemplate, place: string): Place[] => {
  switch (body.kind) {
    case 'text':
      return [
        {
          place,
          mustBe:
            soleVariable(body.template) === null
              ? 'text, JSON-escaped'
              : 'text, number or true/false, as it is',
          template: body.template,
        },
      ];
    case 'list':
      return body.items.flatMap((item) => bodyPlaces(item, place));
    case 'object':
      return body.entries.flatMap(([, item]) => bodyPlaces(item, place));
    case 'constant':
      return [];
  }
};

const MAIN: Record<Protocol['protocol_type'], { place: string; mustBe: string }> = {
  http: { place: 'path', mustBe: 'text, percent-encoded' },
  osc: { place: 'address', mustBe: 'text without space # * , / ? [ ] { }' },
  tcp: { place: 'line', mustBe: 'one line' },
  udp: { place: 'datagram', mustBe: 'one line' },
  obs: { place: 'request', mustBe: 'letters and digits' },
};

const placesOf = (protocol: Protocol): Place[] => {
  const { template, query, headers, body, oscArgs } = compileProtocol(protocol);
  return [
    { ...MAIN[protocol.protocol_type], template },
    ...query.map(([, text]) => ({
      place: 'query',
      mustBe: 'text, percent-encoded',
      template: text,
    })),
    ...headers.map(([, text]) => ({ place: 'header', mustBe: 'one line', template: text })),
    ...(body ? bodyPlaces(body, protocol.protocol_type === 'obs' ? 'data' : 'body') : []),
    ...oscArgs.flatMap(({ type, value }) =>
      value !== null && typeof value === 'object'
        ? [{ place: 'argument', mustBe: OSC_WORDS[type], template: value }]
        : [],
    ),
  ];
};

/** Every variable and secret of a protocol, in the order they appear. */
export const landingsOf = (protocol: Protocol): Landing[] => {
  const found = new Map<string, Landing>();
  for (const { place, mustBe, template } of placesOf(protocol))
    for (const variable of templateVariables(template)) {
      const secret = secretName(variable);
      const known = found.get(variable);
      if (known) {
        if (!known.places.includes(place)) known.places.push(place);
      } else
        found.set(variable, {
          name: secret ?? variable,
          isSecret: secret !== null,
          isOfSession: sessionVariableName(variable) !== null,
          places: [place],
          mustBe,
        });
    }
  return [...found.values()];
};
