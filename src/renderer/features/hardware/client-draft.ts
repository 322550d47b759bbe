import type { z } from 'zod';
import {
  HardwareClientSchema,
  type BuzzerHardware,
  type HardwareClient,
  type HardwareTrigger,
} from '#shared/contract/hardware-clients.ts';
import type { Made } from '../../link/put-typed.ts';
import { readContext, readMatch, writeContext, writeMatch } from './trigger-lines.ts';
import {
  blankClient,
  TypedClientSchema,
  type TypedBuzzer,
  type TypedClient,
  type TypedTrigger,
} from './typed-client.ts';

const text = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const typedTrigger = (trigger: HardwareTrigger): TypedTrigger => {
  const { message_type, direction, match, intent_name, macro_id, context, disabled, ...rest } =
    trigger;
  return {
    message_type,
    direction,
    match: writeMatch(match),
    fires: macro_id ? 'macro' : 'intent',
    name: macro_id ?? intent_name ?? '',
    context: writeContext(context),
    disabled: disabled === true,
    rest,
  };
};

const typedBackends = (backends: HardwareClient['backends']): string =>
  backends.map(({ host, secure }) => (secure ? `wss://${host}` : host)).join('\n');

const typedOutbound = (outbound: HardwareClient['outbound']): TypedClient['outbound'] =>
  Object.entries(outbound).map(([type, policy]) => ({
    type,
    policy: policy.policy,
    ttl_ms: policy.policy === 'drop' ? '' : String(policy.ttl_ms),
  }));

type Own = Pick<
  TypedClient,
  | 'buzzers'
  | 'gpio_chip'
  | 'gpio_pins'
  | 'gpio_edge'
  | 'gpio_bias'
  | 'announce_order'
  | 'debounce_ms'
  | 'lockout_ms'
  | 'lockout_scope'
  | 'early_penalty_ms'
  | 'grace_ms'
  | 'mapping_file'
>;

const typedGpio = (gpio: BuzzerHardware['gpio']): Partial<Own> =>
  gpio
    ? {
        gpio_chip: gpio.chip,
        gpio_pins: gpio.pins.map(({ pin, buzzer_id }) => `${pin} = ${buzzer_id}`).join('\n'),
        gpio_edge: gpio.edge,
        gpio_bias: gpio.bias,
      }
    : {};

/** What only one kind has. */
const ownOf = (client: HardwareClient): Partial<Own> => {
  switch (client.kind) {
    case 'buzzer':
      return {
        buzzers: client.buzzers.map(({ buzzer_id, label, key, gamepad }) => ({
          buzzer_id,
          label,
          key: key ?? '',
          pad: gamepad?.pad === null || !gamepad ? '' : String(gamepad.pad + 1),
          button: gamepad ? String(gamepad.button + 1) : '',
        })),
        ...typedGpio(client.gpio),
        announce_order: client.announce_order,
        debounce_ms: String(client.debounce_ms),
        lockout_ms: text(client.lockout_ms),
        lockout_scope: client.lockout_scope,
        early_penalty_ms: String(client.early_penalty_ms),
        grace_ms: String(client.grace_ms),
      };
    case 'osc_bridge':
      return { mapping_file: client.mapping_file };
    case 'generic':
      return {};
  }
};

/** Fields of a stored client that have none of that name in the form. */
const ELSEWHERE = ['auth', 'gpio'];
/** Fields of the form that a stored client has none of. */
const ONLY_TYPED = new Set<string>([
  'rest',
  'secret_name',
  'auth_header',
  'gpio_chip',
  'gpio_pins',
  'gpio_edge',
  'gpio_bias',
]);

const FIELDS = new Set<string>([
  ...TypedClientSchema.keyof().options.filter((field) => !ONLY_TYPED.has(field)),
  ...ELSEWHERE,
]);

/** The form of a stored client. */
export const typedOf = (client: HardwareClient): TypedClient => ({
  ...blankClient(),
  buzzers: [],
  client_id: client.client_id,
  kind: client.kind,
  client_type: client.client_type,
  host: client.host,
  secure: client.secure,
  game_id: String(client.game_id),
  enabled: client.enabled,
  simulated: client.simulated,
  description: client.description,
  log_level: client.log_level,
  triggers: client.triggers.map(typedTrigger),
  path: client.path,
  backends: typedBackends(client.backends),
  backend_mode: client.backend_mode,
  heartbeat_ms: String(client.heartbeat_ms),
  heartbeat_misses: String(client.heartbeat_misses),
  stale_after_ms: text(client.stale_after_ms),
  queue_limit: String(client.queue_limit),
  compression: client.compression,
  clock_probe: client.clock_probe,
  outbound: typedOutbound(client.outbound),
  secret_name: client.auth?.secret_name ?? '',
  auth_header: client.auth?.header ?? '',
  ca: client.ca ?? '',
  ...ownOf(client),
  rest: Object.fromEntries(Object.entries(client).filter(([field]) => !FIELDS.has(field))),
});

const figure = (typed: string): number =>
  /^\s*\d+(\.\d+)?\s*$/.test(typed) ? Number(typed) : Number.NaN;

const figureOrNull = (typed: string): number | null =>
  typed.trim() === '' ? null : figure(typed);

const buzzerOf = (typed: TypedBuzzer): unknown => ({
  buzzer_id: typed.buzzer_id.trim(),
  label: typed.label.trim(),
  ...(typed.key === '' ? {} : { key: typed.key }),
  ...(typed.button.trim() === ''
    ? {}
    : {
        gamepad: {
          pad: typed.pad.trim() === '' ? null : figure(typed.pad) - 1,
          button: figure(typed.button) - 1,
        },
      }),
});

const gpioOf = (typed: TypedClient): unknown => {
  const lines = typed.gpio_pins.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  return {
    chip: typed.gpio_chip.trim(),
    pins: lines.map((line) => {
      const [pin = '', ...rest] = line.split('=');
      return { pin: figure(pin), buzzer_id: rest.join('=').trim() };
    }),
    edge: typed.gpio_edge,
    bias: typed.gpio_bias,
  };
};

const triggerOf = (typed: TypedTrigger): unknown => {
  const match = readMatch(typed.match);
  const context = readContext(typed.context);
  const name = typed.name.trim();
  return {
    ...typed.rest,
    message_type: typed.message_type.trim(),
    direction: typed.direction,
    match: match.ok ? match.value : {},
    ...(typed.fires === 'intent' ? { intent_name: name } : { macro_id: name }),
    context: context.ok ? context.value : {},
    ...(typed.disabled ? { disabled: true } : {}),
  };
};

const backendsOf = (typed: string): unknown[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, scheme, host] = /^(?:(wss?):\/\/)?(.*?)\/?$/.exec(line) ?? [];
      return { host, secure: scheme === 'wss' };
    });

const outboundOf = (typed: TypedClient['outbound']): Record<string, unknown> =>
  Object.fromEntries(
    typed.map(({ type, policy, ttl_ms }) => [
      type.trim(),
      policy === 'drop' ? { policy } : { policy, ttl_ms: figure(ttl_ms) },
    ]),
  );

const ownFields = (typed: TypedClient): Record<string, unknown> => {
  switch (typed.kind) {
    case 'buzzer':
      return {
        buzzers: typed.buzzers.map(buzzerOf),
        gpio: gpioOf(typed),
        announce_order: typed.announce_order,
        debounce_ms: figure(typed.debounce_ms),
        lockout_ms: figureOrNull(typed.lockout_ms),
        lockout_scope: typed.lockout_scope,
        early_penalty_ms: figure(typed.early_penalty_ms),
        grace_ms: figure(typed.grace_ms),
      };
    case 'osc_bridge':
      return { mapping_file: typed.mapping_file.trim() };
    case 'generic':
      return {};
  }
};

const candidateOf = (typed: TypedClient): unknown => {
  const game = typed.game_id.trim();
  return {
    ...typed.rest,
    kind: typed.kind,
    client_id: typed.client_id,
    client_type: typed.client_type.trim(),
    host: typed.host.trim(),
    secure: typed.secure,
    // A number is sent as one, as far as it is kept exactly.
    game_id: /^(0|[1-9]\d{0,14})$/.test(game) ? Number(game) : game,
    enabled: typed.enabled,
    simulated: typed.simulated,
    description: typed.description,
    log_level: typed.log_level,
    triggers: typed.triggers.map(triggerOf),
    path: typed.path.trim(),
    backends: backendsOf(typed.backends),
    backend_mode: typed.backend_mode,
    heartbeat_ms: figure(typed.heartbeat_ms),
    heartbeat_misses: figure(typed.heartbeat_misses),
    stale_after_ms: figureOrNull(typed.stale_after_ms),
    queue_limit: figure(typed.queue_limit),
    compression: typed.compression,
    clock_probe: typed.clock_probe,
    outbound: outboundOf(typed.outbound),
    ...(typed.secret_name.trim() === ''
      ? {}
      : {
          auth: {
            secret_name: typed.secret_name.trim(),
            header: typed.auth_header.trim() === '' ? null : typed.auth_header.trim(),
          },
        }),
    ...(typed.ca.trim() === '' ? {} : { ca: typed.ca }),
    ...ownFields(typed),
  };
};

/** Where it stands in the form, as react-hook-form names it, and what is wrong. */
export type Problem = [path: string, message: string];

const FIGURES: Readonly<Record<string, string>> = {
  debounce_ms: 'Type whole milliseconds from 0 to 5000.',
  lockout_ms: 'Type whole milliseconds from 0 to 3600000, or nothing.',
  early_penalty_ms: 'Type whole milliseconds from 0 to 60000.',
  grace_ms: 'Type whole milliseconds from 0 to 10000.',
  heartbeat_ms: 'Type whole milliseconds from 100 to 300000.',
  heartbeat_misses: 'Type a whole number from 1 to 20.',
  stale_after_ms: 'Type whole milliseconds from 100 to 86400000, or nothing.',
  queue_limit: 'Type a whole number from 1 to 10000.',
};

const problemOf = (issue: z.core.$ZodIssue): Problem => {
  const { path, message } = issue;
  const [field, at, part] = path.map(String);
  const figures = FIGURES[field ?? ''];
  if (field !== undefined && figures !== undefined) return [field, figures];
  if (field === 'buzzers' && part === 'gamepad')
    return [
      `buzzers.${at}.button`,
      'Type a pad from 1 to 16 or nothing, and a button from 1 to 64.',
    ];
  if (field === 'gpio' && at === 'chip') return ['gpio_chip', message];
  if (field === 'gpio')
    return [
      'gpio_pins',
      part === undefined
        ? message
        : `Line ${Number(part) + 1}: write a pin from 0 to 1023 and its buzzer, as in 17 = red.`,
    ];
  if (field === 'buzzers' && part !== undefined) return [`buzzers.${at}.${part}`, message];
  if (field === 'triggers' && (part === 'intent_name' || part === 'macro_id'))
    return [`triggers.${at}.name`, 'Choose what it fires.'];
  if (field === 'triggers' && part !== undefined) return [`triggers.${at}.${part}`, message];
  if (field === 'outbound')
    return [
      'outbound',
      part === 'ttl_ms' ? `${at}: type whole milliseconds from 1 to 60000.` : message,
    ];
  if (field === 'auth') return [at === 'header' ? 'auth_header' : 'secret_name', message];
  if (field === 'backends')
    return ['backends', at === undefined ? message : `Line ${Number(at) + 1}: ${message}`];
  const known = TypedClientSchema.keyof().safeParse(field);
  return [known.data ?? 'client_id', message];
};

/** What the lines of its triggers can't say. */
const lineProblems = ({ triggers }: TypedClient): Problem[] =>
  triggers.flatMap((trigger, at) => {
    const match = readMatch(trigger.match);
    const context = readContext(trigger.context);
    const problems: Problem[] = [];
    if (!match.ok) problems.push([`triggers.${at}.match`, match.problem]);
    if (!context.ok) problems.push([`triggers.${at}.context`, context.problem]);
    return problems;
  });

const outboundProblems = ({ outbound }: TypedClient): Problem[] => {
  const types = outbound.map(({ type }) => type.trim());
  return new Set(types).size === types.length
    ? []
    : [['outbound', 'One type has two rules: keep one of them.']];
};

/** The client that this form makes, or what is wrong with it, field by field. */
export const clientOf = (typed: TypedClient): Made<HardwareClient> => {
  const parsed = HardwareClientSchema.safeParse(candidateOf(typed));
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(problemOf)),
    ...lineProblems(typed),
    ...outboundProblems(typed),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: parsed.data };
};

/** What may be stored. */
export const SoundClientSchema: z.ZodType<TypedClient> = TypedClientSchema.superRefine(
  (typed, context) => {
    const made = clientOf(typed);
    if (made.ok) return;
    for (const [path, message] of made.problems)
      context.addIssue({
        code: 'custom',
        path: path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
        message,
      });
  },
);
