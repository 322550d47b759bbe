import { z } from 'zod';
import { PortSchema } from '#shared/contract/names.ts';
import { encodeMessage, OscEncodeError } from '../../transports/osc/encode.ts';
import { parseAddressPattern, PatternProblem } from './address-pattern.ts';
import { choice, keys, list, say, shown, text, whole } from './mapping-words.ts';
import { AddressTemplateProblem, parseAddressTemplate } from './address-template.ts';

const ScalarSchema = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]);

const HostSchema = text('host', 253, '127.0.0.1').regex(
  /^[A-Za-z0-9._:-]+$/,
  say('This is no host.', 'Write a name or an address without a port: 127.0.0.1.'),
);
const EndpointShape = {
  via: choice('via', ['udp', 'tcp']).default('udp'),
  host: HostSchema.default('127.0.0.1'),
  port: z
    .unknown()
    .refine((port) => PortSchema.safeParse(port).success, {
      error: ({ input }) =>
        say(
          input === undefined ? 'port is missing.' : `${shown(input)} is no port.`,
          'Write a whole number from 1 to 65535, without quotes.',
        ),
    })
    .transform(Number),
  /** How messages are told apart on a TCP stream: OSC 1.1 says `slip`, OSC 1.0 `length`. */
  framing: choice('framing', ['slip', 'length']).default('slip'),
};
export const OscEndpointSchema = keys('An endpoint', EndpointShape);
export type OscEndpoint = z.infer<typeof OscEndpointSchema>;

/** A field by name; a dot goes deeper: `player.name`, `scores.0`. */
const FieldNameSchema = text('A field name', 256, 'player.name');

const OSC_TYPES = ['i', 'f', 's', 'b', 'h', 'd', 'T', 'F', 'bool'] as const;

const ArgSchema = keys('An argument', {
  type: choice('OSC type', OSC_TYPES),
  field: FieldNameSchema.optional(),
  value: ScalarSchema.optional(),
  /** Where the field is missing. Without it the message is not sent. */
  default: ScalarSchema.optional(),
}).superRefine(({ type, field, value, default: fallback }, context) => {
  const add = (path: string[], message: string, hint: string): void =>
    context.addIssue({ code: 'custom', path, message: say(message, hint) });
  if (type === 'T' || type === 'F') {
    if (field !== undefined || value !== undefined)
      add([], `Type ${type} has no value.`, 'Write type: bool to send T or F by a field.');
    return;
  }
  if ((field === undefined) === (value === undefined))
    add([], 'An argument has either field or value.', 'Keep one of them.');
  const literals = [
    ['value', value],
    ['default', fallback],
  ] as const;
  for (const [key, literal] of literals) {
    if (literal === undefined) continue;
    if (type === 'bool') {
      if (typeof literal !== 'boolean')
        add([key], `${shown(literal)} is neither true nor false.`, 'Write true or false.');
      continue;
    }
    try {
      const given = typeof literal === 'number' ? literal : String(literal);
      encodeMessage({ address: '/x', args: [{ type, value: given }] });
    } catch (error) {
      if (!(error instanceof OscEncodeError)) throw error;
      add(
        [key],
        `${shown(literal)} can't be sent as OSC type ${type}.`,
        'Write a value that fits, or another type: i whole number, f number, s text, b base64.',
      );
    }
  }
});
export type MappedArg = z.infer<typeof ArgSchema>;

const AddressTemplateSchema = text('address', 1024, '/light/{color}/on').transform(
  (source, context) => {
    try {
      return parseAddressTemplate(source);
    } catch (error) {
      if (!(error instanceof AddressTemplateProblem)) throw error;
      context.addIssue({ code: 'custom', message: say(error.message, error.hint) });
      return z.NEVER;
    }
  },
);

const MatchSchema = z.record(
  FieldNameSchema,
  z.union([ScalarSchema, z.array(ScalarSchema).min(1).max(100)], {
    error: say(
      'A match is text, a number, true, false, null, or a list of them.',
      'Write the value that the field must have: enabled: true.',
    ),
  }),
  { error: say('match must have fields.', 'Write them below it: enabled: true.') },
);

const ToOscSchema = keys('A rule of to_osc', {
  when: keys('when', {
    type: text('type', 128, 'toggle_buzzers'),
    match: MatchSchema.default({}),
  }),
  send: keys('send', {
    address: AddressTemplateSchema,
    args: list('args', ArgSchema, 64).default([]),
    to: OscEndpointSchema.optional(),
  }),
});
export type ToOscRule = z.infer<typeof ToOscSchema>;

const PatternSchema = text('address', 1024, '/buzzer/*/press').transform((source, context) => {
  try {
    return parseAddressPattern(source);
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    context.addIssue({
      code: 'custom',
      message: say(
        `In ${shown(source)}, at character ${error.at + 1}: ${error.message}.`,
        error.hint,
      ),
    });
    return z.NEVER;
  }
});

const FROM_HINT =
  'Write a plain value, {wildcard: 1}, {arg: 1}, {args: all}, {address: whole} or {value: …}.';
const FieldSourceSchema = z.union(
  [
    ScalarSchema,
    z.strictObject({
      wildcard: z.int().min(1).max(64),
      as: z.enum(['text', 'number']).default('text'),
    }),
    z.strictObject({ arg: z.int().min(1).max(64), default: ScalarSchema.optional() }),
    z.strictObject({ args: z.literal('all') }),
    z.strictObject({ address: z.literal('whole') }),
    z.strictObject({ value: z.json() }),
  ],
  {
    error: ({ input }) =>
      say(`${shown(input)} says not where the field comes from.`, FROM_HINT),
  },
);
export type FieldSource = z.infer<typeof FieldSourceSchema>;

const ToWebSocketSchema = keys('A rule of to_websocket', {
  address: PatternSchema,
  /** Type tags that the arguments must have, such as `if`; absent: whatever they are. */
  types: z
    .string()
    .regex(
      /^[ifsbhdTFNItcrmS]*$/,
      say(
        'types has a letter that is no OSC type.',
        'Write tags such as if: i whole, f number, s text.',
      ),
    )
    .optional(),
  send: keys('send', {
    type: text('type', 128, 'buzzer_pressed'),
    fields: z
      .record(text('A field name', 128, 'buzzerId'), FieldSourceSchema, {
        error: say('fields must have names.', 'Write them below it: buzzerId: {wildcard: 1}.'),
      })
      .default({}),
  }),
}).superRefine(({ address, send }, context) => {
  for (const [name, source] of Object.entries(send.fields)) {
    if (typeof source !== 'object' || source === null || !('wildcard' in source)) continue;
    if (source.wildcard <= address.wildcards) continue;
    context.addIssue({
      code: 'custom',
      path: ['send', 'fields', name, 'wildcard'],
      message: say(
        `The address has ${address.wildcards} wildcards, and this asks for number ${source.wildcard}.`,
        'Count *, ?, […] and {…} from the left, from 1.',
      ),
    });
  }
});
export type ToWebSocketRule = z.infer<typeof ToWebSocketSchema>;

const HERE = /^(localhost|127\..*|::1)$/;
const EVERYWHERE = /^(0\.0\.0\.0|::)$/;

/** True where what is sent to `send` certainly arrives at `receive`. */
const isSame = (receive: OscEndpoint, send: OscEndpoint): boolean =>
  receive.via === send.via &&
  receive.port === send.port &&
  (receive.host === send.host ||
    (HERE.test(send.host) && (HERE.test(receive.host) || EVERYWHERE.test(receive.host))));

/** A mapping file: which message becomes which OSC, which OSC becomes which message. */
export const MappingSchema = keys('The mapping file', {
  osc: keys('osc', {
    receive: OscEndpointSchema.optional(),
    send: OscEndpointSchema.optional(),
  }).default({}),
  to_osc: list('to_osc', ToOscSchema, 500).default([]),
  to_websocket: list('to_websocket', ToWebSocketSchema, 500).default([]),
  guards: keys('guards', {
    /** What comes back within this time from where it was sent to is a loop. */
    echo_ms: whole('echo_ms', 0, 60_000).default(500),
    /** Of one rule, at most. */
    per_second: whole('per_second', 1, 10_000).default(200),
    /** Of one and the same message; nobody presses a button more often. */
    same_per_second: whole('same_per_second', 1, 10_000).default(20),
  }).prefault({}),
}).superRefine(({ osc, to_osc, to_websocket }, context) => {
  for (const [index, { send }] of to_osc.entries()) {
    if (osc.send || send.to) continue;
    context.addIssue({
      code: 'custom',
      path: ['to_osc', index, 'send'],
      message: say(
        'This rule does not know where to send.',
        'Write osc: send: {host, port} at the top, or a "to" in this rule.',
      ),
    });
  }
  if (osc.receive && osc.send && isSame(osc.receive, osc.send))
    context.addIssue({
      code: 'custom',
      path: ['osc', 'send', 'port'],
      message: say(
        'It would send to the port on which it listens: to itself.',
        "Write the device's port, or another one to listen on.",
      ),
    });
  if (to_websocket.length > 0 && !osc.receive)
    context.addIssue({
      code: 'custom',
      path: ['to_websocket'],
      message: say(
        'These rules wait for OSC, and nothing listens for it.',
        'Write osc: receive: {port} at the top.',
      ),
    });
});
export type Mapping = z.infer<typeof MappingSchema>;
