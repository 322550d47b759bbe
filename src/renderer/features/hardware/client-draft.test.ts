import { expect, test } from 'vitest';
import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { clientOf, SoundClientSchema, typedOf } from './client-draft.ts';
import { blankClient, blankTrigger, type TypedClient } from './typed-client.ts';

const typed = (change: Partial<TypedClient> = {}): TypedClient => ({
  ...blankClient(),
  client_id: 'a&b/c',
  ...change,
});

const problems = (change: Partial<TypedClient>): Record<string, string> => {
  const made = clientOf(typed(change));
  return made.ok ? {} : Object.fromEntries(made.problems);
};

const game = (game_id: string): unknown => {
  const made = clientOf(typed({ game_id }));
  return made.ok && made.value.game_id;
};

const FULL = HardwareClientSchema.array().parse([
  {
    kind: 'buzzer',
    client_id: 'buzzer_a',
    host: '10.0.0.4:8000',
    game_id: 7,
    room_id: 'gallery',
    query: { room: 'studio 2', 'a=b': '', flag: '"x"' },
    connect_timeout_ms: 900,
    heartbeat_timeout_ms: 700,
    backoff_initial_ms: 50,
    backoff_max_ms: 9000,
    lasted_ms: 0,
    handler_timeout_ms: 5000,
    backends: [{ host: '10.0.0.5:8000', secure: true }, { host: '[::1]:8000' }],
    backend_mode: 'all',
    stale_after_ms: 8000,
    outbound: {
      buzzer_pressed: { policy: 'drop' },
      level: { policy: 'keep_latest', ttl_ms: 900 },
    },
    auth: { secret_name: 'token', header: 'X-Key' },
    ca: '-----BEGIN',
    buzzers: [
      { buzzer_id: 'red', label: 'Red', key: 'Digit1', gamepad: { pad: null, button: 0 } },
      {
        buzzer_id: 'blue',
        gamepad: { pad: 1, button: 3 },
      },
    ],
    lockout_ms: null,
    gpio: {
      chip: 'gpiochip1',
      pins: [{ pin: 17, buzzer_id: 'blue = 1' }],
      edge: 'rising',
      bias: 'as-is',
    },
    simulated: true,
    triggers: [
      {
        message_type: 'buzzer_pressed',
        direction: 'out',
        match: { buzzerId: 'red' },
        intent_name: 'mark_in',
        context: { who: { field: 'buzzerId', default: 'nobody' } },
        debounce_ms: 2.5,
        note_of_another_program: 1,
      },
      { message_type: 'scene', macro_id: 'opening', disabled: true },
    ],
    timeout_of_another_program: [1, 2],
  },
  {
    kind: 'osc_bridge',
    client_id: 'foh',
    host: 'mixer',
    game_id: 'late show',
    room_id: null,
    mapping_file: '/etc/mcr/foh.yaml',
  },
  {
    kind: 'generic',
    client_id: 'midi & more/1',
    host: 'h',
    game_id: 1,
    room_id: null,
    client_type: 'midi',
    secret_name: 'of another program',
    max_message_bytes: 4096,
  },
]);

test.each(FULL)('$kind $client_id goes into the form and comes out as it was', (client) => {
  expect(clientOf(typedOf(client))).toEqual({ ok: true, value: client });
});

test('every field that is stored has one in the form', () => {
  const others = FULL.map((client) => Object.keys(typedOf(client).rest));
  expect(others).toEqual([['timeout_of_another_program'], [], ['secret_name']]);
  const triggers = FULL.flatMap((client) => typedOf(client).triggers);
  expect(triggers.flatMap(({ rest }) => Object.keys(rest))).toEqual([
    'note_of_another_program',
  ]);
});

test('a room that is not named is the one that saves it; null is every room', () => {
  const made = clientOf(typed());
  expect(made.ok && 'room_id' in made.value).toBe(false);
  const every = clientOf(typed({ room_id: '*' }));
  expect(every.ok && every.value.room_id).toBeNull();
});

test('a new client is sound once it has an id, whatever that holds', () => {
  expect(problems({})).toEqual({});
  expect(SoundClientSchema.safeParse(typed()).success).toBe(true);
  expect(problems({ client_id: '' })).toEqual({ client_id: 'Type at least one character.' });
});

test('a game is a number where it looks like one', () => {
  expect(['7', '007', 'late', '99999999999999999999'].map(game)).toEqual([
    7,
    '007',
    'late',
    '99999999999999999999',
  ]);
});

test('what is wrong stands at its field and says what to type', () => {
  expect(problems({ host: 'http://x' }).host).toMatch(/Type a name or address/);
  expect(problems({ debounce_ms: 'x' }).debounce_ms).toBe(
    'Type whole milliseconds from 0 to 5000.',
  );
  expect(problems({ stale_after_ms: '5' }).stale_after_ms).toMatch(/from 100 to 86400000/);
  expect(problems({ backends: 'ok:1\nbad host' }).backends).toMatch(/^Line 2: /);
  expect(problems({ path: 'ws' }).path).toMatch(/begins with "\/"/);
  expect(problems({ kind: 'osc_bridge' })).toHaveProperty('mapping_file');
  expect(problems({ auth_header: 'b ad', secret_name: 'x' })).toHaveProperty('auth_header');
  expect(problems({ auth_header: 'X-Key' }).secret_name).toMatch(/^Name the secret/);
  expect(problems({ query: 'room = a\nhall' }).query).toMatch(/^Line 2: write a parameter/);
  expect(problems({ backoff_max_ms: '1e9' }).backoff_max_ms).toMatch(/from 10 to 600000/);
  expect(problems({ max_message_bytes: '12' }).max_message_bytes).toMatch(/from 1024/);
  expect(problems({ query: `x = ${'a'.repeat(1025)}` }).query).toMatch(/1024/);
  const rule = { type: 'level', policy: 'queue', ttl_ms: '0' } as const;
  expect(problems({ outbound: [rule] }).outbound).toMatch(/^level: type whole/);
  expect(
    problems({ outbound: [{ ...rule, type: 'buzzer_pressed', ttl_ms: '9' }] }).outbound,
  ).toMatch(/never sent late/);
  expect(
    problems({
      outbound: [
        { ...rule, ttl_ms: '9' },
        { ...rule, ttl_ms: '8' },
      ],
    }).outbound,
  ).toMatch(/two rules/);
});

test('buzzers and triggers say it in their own line', () => {
  const [first] = blankClient().buzzers;
  if (!first) throw new Error('A new client has a buzzer.');
  expect(problems({ buzzers: [first, first] }).buzzers).toMatch(/one name/);
  expect(problems({ buzzers: [{ ...first, buzzer_id: '' }] })).toHaveProperty([
    'buzzers.0.buzzer_id',
  ]);
  expect(problems({ buzzers: [{ ...first, pad: '0', button: '1' }] })).toHaveProperty([
    'buzzers.0.button',
  ]);
  expect(problems({ gpio_pins: '17 = red\n18' }).gpio_pins).toMatch(/^Line 2: write a pin/);
  expect(problems({ gpio_pins: '17 = a\n17 = b' }).gpio_pins).toMatch(/one buzzer only/);
  expect(problems({ gpio_pins: '17 = a', gpio_chip: 'a b' }).gpio_chip).toMatch(
    /name of the chip/,
  );
  const trigger = { ...blankTrigger('buzzer'), name: 'cut' };
  expect(problems({ triggers: [{ ...trigger, name: '' }] })).toEqual({
    'triggers.0.name': 'Choose what it fires.',
  });
  expect(problems({ triggers: [{ ...trigger, debounce_ms: 'x' }] })).toEqual({
    'triggers.0.debounce_ms': 'Type milliseconds from 0 to 60000, or nothing.',
  });
  expect(problems({ triggers: [trigger, { ...trigger, match: 'a', context: 'b' }] })).toEqual({
    'triggers.1.match': expect.stringMatching(/^Line 1/),
    'triggers.1.context': expect.stringMatching(/^Line 1/),
  });
});
