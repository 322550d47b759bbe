import type { z } from 'zod';
import {
  HardwareClientSchema,
  type BuzzerHardware,
  type HardwareClient,
  type HardwareTrigger,
} from '#shared/contract/hardware-clients.ts';
import type { Made } from '../../link/put-typed.ts';
import { problemOf, type Problem } from './client-problems.ts';
import { readQuery, writeQuery } from './query-lines.ts';
import { readContext, readMatch, writeContext, writeMatch } from './trigger-lines.ts';
import {
  blankClient,
  EVERY_ROOM,
  THIS_ROOM,
  TypedClientSchema,
  type TypedBuzzer,
  type TypedClient,
  type TypedTrigger,
} from './typed-client.ts';

const text = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const typedTrigger = (trigger: HardwareTrigger): TypedTrigger => {
  const {
    message_type,
    direction,
    match,
    intent_name,
    macro_id,
    context,
    debounce_ms,
    disabled,
    ...rest
  } = trigger;
  return {
    message_type,
    direction,
    match: writeMatch(match),
    fires: macro_id ? 'macro' : 'intent',
    name: macro_id ?? intent_name ?? '',
    context: writeContext(context),
    debounce_ms: text(debounce_ms),
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
  room_id: client.room_id ?? EVERY_ROOM,
  triggers: client.triggers.map(typedTrigger),
  path: client.path,
  query: writeQuery(client.query),
  backends: typedBackends(client.backends),
  backend_mode: client.backend_mode,
  connect_timeout_ms: String(client.connect_timeout_ms),
  heartbeat_ms: String(client.heartbeat_ms),
  heartbeat_timeout_ms: String(client.heartbeat_timeout_ms),
  heartbeat_misses: String(client.heartbeat_misses),
  stale_after_ms: text(client.stale_after_ms),
  backoff_initial_ms: String(client.backoff_initial_ms),
  backoff_max_ms: String(client.backoff_max_ms),
  lasted_ms: String(client.lasted_ms),
  handler_timeout_ms: String(client.handler_timeout_ms),
  max_message_bytes: String(client.max_message_bytes),
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
    ...(typed.debounce_ms.trim() === '' ? {} : { debounce_ms: figure(typed.debounce_ms) }),
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

/** The control room that runs it. Where none is named, it is the one that saves it. */
const roomOf = ({ room_id }: TypedClient): { room_id?: string | null } => {
  if (room_id === THIS_ROOM) return {};
  return { room_id: room_id === EVERY_ROOM ? null : room_id };
};

const candidateOf = (typed: TypedClient): unknown => {
  const game = typed.game_id.trim();
  const query = readQuery(typed.query);
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
    ...roomOf(typed),
    triggers: typed.triggers.map(triggerOf),
    path: typed.path.trim(),
    query: query.ok ? query.value : {},
    backends: backendsOf(typed.backends),
    backend_mode: typed.backend_mode,
    connect_timeout_ms: figure(typed.connect_timeout_ms),
    heartbeat_ms: figure(typed.heartbeat_ms),
    heartbeat_timeout_ms: figure(typed.heartbeat_timeout_ms),
    heartbeat_misses: figure(typed.heartbeat_misses),
    stale_after_ms: figureOrNull(typed.stale_after_ms),
    backoff_initial_ms: figure(typed.backoff_initial_ms),
    backoff_max_ms: figure(typed.backoff_max_ms),
    lasted_ms: figure(typed.lasted_ms),
    handler_timeout_ms: figure(typed.handler_timeout_ms),
    max_message_bytes: figure(typed.max_message_bytes),
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

const queryProblems = ({ query }: TypedClient): Problem[] => {
  const read = readQuery(query);
  return read.ok ? [] : [['query', read.problem]];
};

/** A header without a secret would be left out without a word. */
const authProblems = ({ secret_name, auth_header }: TypedClient): Problem[] =>
  auth_header.trim() !== '' && secret_name.trim() === ''
    ? [['secret_name', 'Name the secret that the header carries, or empty the header.']]
    : [];

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
    ...queryProblems(typed),
    ...authProblems(typed),
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
