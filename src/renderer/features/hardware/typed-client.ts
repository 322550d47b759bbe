import { z } from 'zod';

/** In place of a control room: the one that saves it, and all of them. No room is named so. */
export const THIS_ROOM = '';
export const EVERY_ROOM = '*';

const rest = z.record(z.string(), z.unknown());

export const TypedBuzzerSchema = z.object({
  buzzer_id: z.string(),
  label: z.string(),
  /** `KeyboardEvent.code`; empty for none. */
  key: z.string(),
  /** Of the gamepad, counted from 1; an empty button for none, an empty pad for any. */
  pad: z.string(),
  button: z.string(),
});
export type TypedBuzzer = z.infer<typeof TypedBuzzerSchema>;

export const TypedTriggerSchema = z.object({
  message_type: z.string(),
  direction: z.enum(['in', 'out']),
  match: z.string(),
  fires: z.enum(['intent', 'macro']),
  name: z.string(),
  context: z.string(),
  /** Empty: the config's. */
  debounce_ms: z.string(),
  disabled: z.boolean(),
  rest,
});
export type TypedTrigger = z.infer<typeof TypedTriggerSchema>;

export const TypedOutboundSchema = z.object({
  type: z.string(),
  policy: z.enum(['drop', 'keep_latest', 'queue']),
  ttl_ms: z.string(),
});
export type TypedOutbound = z.infer<typeof TypedOutboundSchema>;

/** A client as it is typed: figures are texts until they are saved. */
export const TypedClientSchema = z.object({
  client_id: z.string(),
  kind: z.enum(['buzzer', 'osc_bridge', 'generic']),
  client_type: z.string(),
  host: z.string(),
  secure: z.boolean(),
  game_id: z.string(),
  enabled: z.boolean(),
  /** Connects to the built-in backend. */
  simulated: z.boolean(),
  description: z.string(),
  log_level: z.enum(['debug', 'info', 'warn', 'error']),
  /** The control room that runs it, `THIS_ROOM` or `EVERY_ROOM`. */
  room_id: z.string(),
  buzzers: z.array(TypedBuzzerSchema),
  gpio_chip: z.string(),
  /** One pin in a line, as `17 = red`. Empty for none. */
  gpio_pins: z.string(),
  gpio_edge: z.enum(['falling', 'rising']),
  gpio_bias: z.enum(['as-is', 'pull-up', 'pull-down', 'disable']),
  announce_order: z.boolean(),
  debounce_ms: z.string(),
  /** Empty: until the buzzers are enabled again. */
  lockout_ms: z.string(),
  lockout_scope: z.enum(['own', 'all']),
  early_penalty_ms: z.string(),
  grace_ms: z.string(),
  mapping_file: z.string(),
  triggers: z.array(TypedTriggerSchema),
  path: z.string(),
  /** One parameter in a line, as `room = studio`. */
  query: z.string(),
  /** One address in a line, `wss://` before those over TLS. */
  backends: z.string(),
  backend_mode: z.enum(['all', 'failover']),
  connect_timeout_ms: z.string(),
  heartbeat_ms: z.string(),
  heartbeat_timeout_ms: z.string(),
  heartbeat_misses: z.string(),
  /** Empty: it may be silent. */
  stale_after_ms: z.string(),
  backoff_initial_ms: z.string(),
  backoff_max_ms: z.string(),
  lasted_ms: z.string(),
  handler_timeout_ms: z.string(),
  max_message_bytes: z.string(),
  queue_limit: z.string(),
  compression: z.boolean(),
  clock_probe: z.boolean(),
  outbound: z.array(TypedOutboundSchema),
  secret_name: z.string(),
  auth_header: z.string(),
  ca: z.string(),
  /** What this form has no field for: it stays as it stands. */
  rest,
});
export type TypedClient = z.infer<typeof TypedClientSchema>;

export const blankBuzzer = (buzzer_id: string): TypedBuzzer => ({
  buzzer_id,
  label: '',
  key: '',
  pad: '',
  button: '',
});

export const blankTrigger = (kind: TypedClient['kind']): TypedTrigger => ({
  message_type: kind === 'buzzer' ? 'buzzer_pressed' : '',
  direction: kind === 'buzzer' ? 'out' : 'in',
  match: '',
  fires: 'intent',
  name: '',
  context: '',
  debounce_ms: '',
  disabled: false,
  rest: {},
});

/** A new one begins as a buzzer with one button; it connects once it is saved. */
export const blankClient = (): TypedClient => ({
  client_id: '',
  kind: 'buzzer',
  client_type: 'buzzer',
  host: '127.0.0.1:8000',
  secure: false,
  game_id: '1',
  enabled: true,
  simulated: false,
  description: '',
  log_level: 'info',
  room_id: THIS_ROOM,
  buzzers: [{ ...blankBuzzer('1'), key: 'Digit1' }],
  gpio_chip: 'gpiochip0',
  gpio_pins: '',
  gpio_edge: 'falling',
  gpio_bias: 'pull-up',
  announce_order: false,
  debounce_ms: '30',
  lockout_ms: '250',
  lockout_scope: 'own',
  early_penalty_ms: '0',
  grace_ms: '250',
  mapping_file: '',
  triggers: [],
  path: '/ws/game/{game_id}/',
  query: '',
  backends: '',
  backend_mode: 'failover',
  connect_timeout_ms: '5000',
  heartbeat_ms: '5000',
  heartbeat_timeout_ms: '1500',
  heartbeat_misses: '2',
  stale_after_ms: '',
  backoff_initial_ms: '100',
  backoff_max_ms: '5000',
  lasted_ms: '5000',
  handler_timeout_ms: '10000',
  max_message_bytes: '1048576',
  queue_limit: '100',
  compression: false,
  clock_probe: false,
  outbound: [],
  secret_name: '',
  auth_header: '',
  ca: '',
  rest: {},
});

/** The type that a client of that kind usually has. */
export const USUAL_TYPE: Record<TypedClient['kind'], string> = {
  buzzer: 'buzzer',
  osc_bridge: 'osc',
  generic: 'generic',
};
