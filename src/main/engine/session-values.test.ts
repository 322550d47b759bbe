import { describe, expect, it } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { systemClock } from '../clock.ts';
import { sessionValuesOf } from '../state/session-values.ts';
import { VariableSessions } from '../state/variable-sessions.ts';
import { given } from '../state/variables/state-provider-conformance.ts';
import { engineFixture } from './engine-fixture.ts';

const begin = async () => {
  const sessions = new VariableSessions({ link: null, clock: systemClock });
  const fixture = await engineFixture({}, undefined, {}, sessionValuesOf(sessions));
  const { store } = fixture.engine;
  const protocol = ProtocolSchema.parse({
    protocol_name: 'cue',
    protocol_type: 'http',
    template: '/api/custom-variable/{var:name}/value',
    query: { value: 'at {var:level} by {who}' },
    variables: ['who'],
  });
  await store.put('protocol', 'cue', protocol);
  await fixture.intent('go', { protocol_name: 'cue', variables: { who: 'me' } });
  const dry = (session_id?: string, context = {}) =>
    fixture.engine.execute({
      intent_name: 'go',
      origin: 'operator',
      dry_run: true,
      context,
      ...(session_id === undefined ? {} : { session_id }),
    });
  return { fixture, sessions, dry };
};

describe('variables of a session in templates', () => {
  it('are filled in as they stand, encoded for their place', async () => {
    const { fixture, sessions, dry } = await begin();
    await using _ = fixture;
    const room = given(await sessions.open('room'));
    given(await room.register('name', 'string', 'a/../b'));
    given(await room.register('level', 'float', 0.5));
    const show = given(await sessions.open('show'));
    given(await show.register('name', 'string', 'x'));
    given(await show.register('level', 'choice', true, { constraints: { enum: [true] } }));
    const pathOf = async (session?: string, context = {}) => {
      const [action] = (await dry(session, context)).trace;
      return action?.command?.transport === 'http' ? action.command.url : action;
    };
    expect(await pathOf()).toMatch(
      /\/api\/custom-variable\/a%2F\.\.%2Fb\/value\?value=at%200\.5%20by%20me$/,
    );
    given(await room.set('level', 1));
    expect(await pathOf()).toMatch(/at%201%20by/);
    expect(await pathOf('show')).toMatch(/at%20true%20by/);
    // Nothing that comes with a request stands in for them.
    expect(await pathOf(undefined, { 'var:level': 'mine' })).toMatch(/at%201%20by/);
  });

  it('are named where there are none', async () => {
    const { fixture, sessions, dry } = await begin();
    await using _ = fixture;
    const missing = { error: { details: { missing_session_variables: ['name', 'level'] } } };
    expect(await dry()).toMatchObject(missing);
    expect(await dry(undefined, { 'var:name': 'mine', 'var:level': 1 })).toMatchObject(missing);
    given(await given(await sessions.open('room')).register('name', 'string', 'x'));
    expect(await dry()).toMatchObject({
      outcome: 'failed',
      error: { message: 'The session has no variables: level' },
    });
  });

  it('are handed to the intents of a macro', async () => {
    const { fixture, sessions } = await begin();
    await using _ = fixture;
    const { engine } = fixture;
    const show = given(await sessions.open('show'));
    for (const name of ['name', 'level', 'who'])
      given(await show.register(name, 'string', `the ${name}`));
    await fixture.intent('relay', { protocol_name: 'cue' });
    const macro = MacroSchema.parse({
      macro_id: 'm',
      macro_name: 'm',
      steps: [{ step_number: 1, intent_name: 'relay', variables: { who: '{var:who}!' } }],
    });
    await engine.store.put('macro', 'm', macro);
    const run = await engine.executeMacro({
      macro_id: 'm',
      origin: 'operator',
      dry_run: true,
      session_id: 'show',
    });
    expect(JSON.stringify(run)).toContain('at%20the%20level%20by%20the%20who!');
  });
});

const putIntent = (fixture: Awaited<ReturnType<typeof engineFixture>>, conditions: object) => {
  const action = { protocol_name: 'cue', device_id: 'deck', variables: { who: 'me' } };
  const intent = IntentSchema.parse({ intent_name: 'go', actions: [action], conditions });
  return fixture.engine.store.put('intent', 'go', intent);
};
const dryOf = (fixture: Awaited<ReturnType<typeof engineFixture>>, session_id?: string) =>
  fixture.engine.execute({
    intent_name: 'go',
    origin: 'operator',
    dry_run: true,
    context: { scene: 'talk', 'var:live': true },
    ...(session_id === undefined ? {} : { session_id }),
  });

describe('variables of a session in conditions', () => {
  it('are those of the execution, and a missing one is said', async () => {
    const { fixture, sessions } = await begin();
    await using _ = fixture;
    await putIntent(fixture, { '{var:live}': true, scene: '{var:scene}' });
    const condition = async (session?: string) =>
      (await dryOf(fixture, session)).metadata['condition'];
    expect(await condition()).toBe('{var:live} is not in the session, needs true');
    const room = given(await sessions.open('room'));
    given(await room.register('live', 'boolean', true));
    expect(await condition()).toBe("context.scene can't be judged: the session has no scene");
    given(await room.register('scene', 'string', 'news'));
    expect(await condition()).toBe('context.scene is "talk", needs "{var:scene}"');
    given(await room.set('scene', 'talk'));
    expect(await condition()).toBeUndefined();
    const show = given(await sessions.open('show'));
    given(await show.register('live', 'boolean', false));
    expect(await condition('show')).toBe('{var:live} is false, needs true');
  });

  it('stop the intent where they can not be asked', async () => {
    const fault = { error_type: 'store_unavailable', message: 'away', details: {} } as const;
    const fixture = await engineFixture(
      {},
      undefined,
      {},
      {
        read: () => Promise.resolve({ ok: false, fault }),
      },
    );
    await using _ = fixture;
    await putIntent(fixture, { '{var:live}': true });
    expect(await dryOf(fixture)).toMatchObject({ outcome: 'refused', error: fault });
  });

  it('decide over the steps of a macro, and are waited for', async () => {
    const { fixture, sessions } = await begin();
    await using _ = fixture;
    const { engine } = fixture;
    const show = given(await sessions.open('show'));
    given(await show.register('rows', 'integer', 1));
    const macro = MacroSchema.parse({
      macro_id: 'm',
      macro_name: 'm',
      steps: [
        { step_number: 1, wait_until: { '{var:rows}': { $gte: 2 } }, timeout_ms: 5_000 },
        { step_number: 2, intent_name: 'go', conditions: { '{var:rows}': '{var:none}' } },
        { step_number: 3, wait_until: { '{var:rows}': 2 } },
      ],
    });
    await engine.store.put('macro', 'm', macro);
    const running = engine.executeMacro({
      macro_id: 'm',
      origin: 'operator',
      session_id: 'show',
    });
    given(await show.set('rows', 2));
    const { macro: report } = await running;
    expect(report?.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'skipped', 'ok']);
    expect(report?.steps[1]?.error?.message).toContain('the session has no none');
  });
});
