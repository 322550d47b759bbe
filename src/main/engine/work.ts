import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { KeyPhase, KeyPlace, Outcome } from '#shared/contract/execution.ts';
import { enabledActions, type ButtonAction, type Intent } from '#shared/contract/intent.ts';
import type { LayoutKey } from '#shared/contract/layout.ts';
import type { Conditions } from '#shared/contract/policy.ts';
import { sessionVariablesOf, unmetClause } from '#shared/domain/conditions.ts';
import { hardwareName } from '#shared/domain/hardware-name.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { lookupOutcome } from './action-faults.ts';
import type { ActionRunner } from './action-runner.ts';
import { conditionFacts, type KnownState } from './condition-facts.ts';
import { MACROS_OFF, NO_ACTIONS, noSuchAction } from './dispatcher-faults.ts';
import type {
  HardwareRequest,
  MacroRequest,
  PressRequest,
  ProtocolTestRequest,
  TestRequest,
} from './engine.ts';
import { PASSED, type Gates, type Passed, type Subject } from './gates.ts';
import { HeldKeys } from './held-keys.ts';
import { keyMeaning } from './key-meaning.ts';
import { lookUp } from './lookups.ts';
import type { MacroRunner } from './macros/macro-runner.ts';
import { revisionOf } from '../store/revision.ts';
import { isSuccess, stepOf, type Judgement, type Run } from './run.ts';
import type { AnyRequest } from './runs.ts';
import {
  NO_VALUES,
  readSession,
  type SessionAnswer,
  type SessionValues,
} from './session-values.ts';

export interface WorkDeps {
  store: Store;
  runner: ActionRunner;
  macros: () => MacroRunner;
  gates: Gates;
  clock: Clock;
  /** What conditions may ask about. */
  state: KnownState;
  session: SessionValues;
}

/** A datagram among acknowledged sends leaves the whole unconfirmed. */
const combined = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.includes('sent') ? 'sent' : 'ok';

export const unfit = (fault: Fault): Judgement => ({ outcome: lookupOutcome(fault), fault });

/** What there is to do: an intent, a macro, a key, each through its gates. */
export class Work {
  readonly held = new HeldKeys();
  readonly #deps: WorkDeps;
  constructor(deps: WorkDeps) {
    this.#deps = deps;
  }

  async intent(
    run: Run,
    request: AnyRequest,
    name: string,
    key: LayoutKey | null,
    config: BridgeConfig,
  ): Promise<Judgement> {
    const from = this.#deps.clock.monotonic();
    const known = lookUp(this.#deps.store, 'intent', name);
    const found = 'then' in known ? await known : known;
    if (!found.ok) return unfit(found.fault);
    run.steps.push(stepOf(run, 'lookup', from, this.#deps.clock.monotonic(), 'intent'));
    const intent = found.value;
    run.versions[`intent:${name}`] = revisionOf('intent', intent);
    return this.#intentAs(run, request, intent, key, config);
  }

  /** An intent that is not stored; `only` is the one action of it that is done, whether or not its conditions hold. */
  async unsaved(run: Run, request: TestRequest, config: BridgeConfig): Promise<Judgement> {
    const { intent, only } = request;
    if (only === undefined) return this.#intentAs(run, request, intent, null, config);
    const action = intent.actions[only];
    if (!action) return { outcome: 'failed', fault: noSuchAction(only) };
    const one = {
      ...intent,
      actions: [{ ...action, disabled: false }],
      conditions: null,
      guard: null,
    };
    const judgement = await this.#intentAs(run, request, one, null, config);
    return { ...judgement, metadata: { ...judgement.metadata, only_action: only } };
  }

  #intentAs(
    run: Run,
    request: AnyRequest,
    intent: Intent,
    key: LayoutKey | null,
    config: BridgeConfig,
  ): Promise<Judgement> {
    const actions = enabledActions(intent);
    run.priority = ('priority' in request ? request.priority : undefined) ?? intent.priority;
    const subject: Subject = {
      id: `intent:${intent.intent_name}`,
      key,
      guard: intent.guard,
      mode: intent.mode,
      devices: actions.map(({ device_id }) => device_id),
    };
    const { conditions } = intent;
    const act = () => this.#actions(run, actions, 'press', config);
    return this.#gated(run, request, subject, config, () =>
      conditions && Object.keys(conditions).length > 0
        ? this.#whenMet(run, conditions, actions, act)
        : act(),
    );
  }

  async macro(
    run: Run,
    request: AnyRequest,
    id: string,
    key: LayoutKey | null,
    config: BridgeConfig,
  ): Promise<Judgement> {
    if (!config.enable_macros) return { outcome: 'refused', fault: MACROS_OFF };
    const from = this.#deps.clock.monotonic();
    const known = lookUp(this.#deps.store, 'macro', id);
    const found = 'then' in known ? await known : known;
    if (!found.ok) return unfit(found.fault);
    run.steps.push(stepOf(run, 'lookup', from, this.#deps.clock.monotonic(), 'macro'));
    const macro = found.value;
    run.macroId = id;
    run.versions[`macro:${id}`] = revisionOf('macro', macro);
    // A macro lasts as long as its steps allow, not as long as one command.
    run.deadline = Infinity;
    const subject: Subject = {
      id: `macro:${id}`,
      key,
      guard: macro.guard,
      mode: null,
      devices: [],
    };
    return this.#gated(run, request, subject, config, async () => {
      const asked: MacroRequest = { ...request, macro_id: id };
      const { report, children, ...rest } = await this.#deps
        .macros()
        .run(run, macro, asked, config);
      for (const child of children ?? []) run.trace.push(...child.trace);
      return { ...rest, macro: report };
    });
  }

  /** One protocol, once: what its author tries is not repeated, nor sent another way. */
  async protocol(
    run: Run,
    request: ProtocolTestRequest,
    config: BridgeConfig,
  ): Promise<Judgement> {
    const { protocol_name, device_id, variables } = request;
    const subject: Subject = {
      id: `protocol:${protocol_name}`,
      key: null,
      guard: null,
      mode: null,
      devices: [device_id],
    };
    const action: ButtonAction = {
      action_type: 'custom',
      protocol_name,
      device_id,
      variables,
      delay_ms: 0,
      retry: { attempts: 1 },
    };
    const judgement = await this.#gated(run, request, subject, config, () =>
      this.#actions(run, [action], 'press', config),
    );
    return { ...judgement, metadata: { ...judgement.metadata, test_of: protocol_name } };
  }

  /** One message to the backend of a hardware client. */
  async hardware(run: Run, request: HardwareRequest, config: BridgeConfig): Promise<Judgement> {
    const { type, ...variables } = request.message;
    const device_id = hardwareName(request.client_id) ?? request.client_id;
    const subject: Subject = {
      id: `hardware:${device_id}`,
      key: null,
      guard: null,
      mode: null,
      devices: [],
    };
    const action: ButtonAction = {
      action_type: 'hardware',
      protocol_name: hardwareName(type) ?? type,
      device_id,
      variables,
      delay_ms: 0,
    };
    return this.#gated(run, request, subject, config, () =>
      this.#actions(run, [action], 'press', config),
    );
  }

  /** Rate, guard and the former press of the same thing, then the work itself. */
  #gated(
    run: Run,
    request: AnyRequest,
    subject: Subject,
    config: BridgeConfig,
    work: () => Promise<Judgement>,
  ): Promise<Judgement> {
    if (run.dryRun) return work();
    const entering = this.#deps.gates.enter(run, request, subject, config);
    // Nothing stood in the way, and nothing is to be left again.
    return entering === PASSED ? work() : this.#through(entering, work);
  }

  async #through(
    entering: Passed | Promise<Passed>,
    work: () => Promise<Judgement>,
  ): Promise<Judgement> {
    const entered = await entering;
    if (!entered.ok) return entered.judgement;
    try {
      return await work();
    } finally {
      entered.leave();
    }
  }

  async #whenMet(
    run: Run,
    conditions: Conditions,
    actions: readonly ButtonAction[],
    act: () => Promise<Judgement>,
  ): Promise<Judgement> {
    const from = this.#deps.clock.monotonic();
    const names = sessionVariablesOf(conditions);
    const ofSession: SessionAnswer =
      names.length === 0
        ? NO_VALUES
        : await readSession(this.#deps.session, run.sessionId, names);
    if (!ofSession.ok) return unfit(ofSession.fault);
    const facts = conditionFacts(this.#deps.state, run, actions, ofSession.values);
    const clause = unmetClause(conditions, facts);
    run.steps.push(
      stepOf(run, 'condition', from, this.#deps.clock.monotonic(), clause ?? undefined),
    );
    if (clause === null) return act();
    return { outcome: 'skipped', fault: null, metadata: { condition: clause } };
  }

  /** In order; the first that does not go out ends the run. A dry run goes through all of them. */
  async #actions(
    run: Run,
    actions: readonly ButtonAction[],
    phase: KeyPhase,
    config: BridgeConfig,
  ): Promise<Judgement> {
    if (actions.length === 0) return { outcome: 'failed', fault: NO_ACTIONS };
    let stopped: Judgement | null = null;
    for (const action of actions) {
      const { outcome, error } = await this.#deps.runner.run(run, action, phase, config);
      if (isSuccess(outcome)) continue;
      stopped ??= { outcome, fault: error };
      if (!run.dryRun) break;
    }
    return (
      stopped ?? { outcome: combined(run.trace.map((action) => action.outcome)), fault: null }
    );
  }

  async key(run: Run, request: PressRequest, config: BridgeConfig): Promise<Judgement> {
    const { store, gates } = this.#deps;
    const { device_id, page, row, col, phase } = request;
    const place: KeyPlace = { device_id, page, row, col };
    if (phase === 'up') {
      gates.letGo(place);
      run.lettingGo = this.held.has(place);
    }
    const knownDevice = lookUp(store, 'device', device_id);
    const device = 'then' in knownDevice ? await knownDevice : knownDevice;
    if (!device.ok) return unfit(device.fault);
    const knownLayout = lookUp(store, 'layout', device_id);
    const layout = 'then' in knownLayout ? await knownLayout : knownLayout;
    if (!layout.ok && layout.fault.error_type !== 'not_found') return unfit(layout.fault);

    const meaning = keyMeaning(device.value, layout.ok ? layout.value : null, place, phase);
    switch (meaning.kind) {
      case 'refused':
        return { outcome: 'refused', fault: meaning.fault };
      case 'invalid':
        return { outcome: 'failed', fault: meaning.fault };
      case 'page':
        return {
          outcome: 'skipped',
          fault: null,
          metadata: { go_to_page: meaning.page },
          silent: true,
        };
      case 'intent':
        run.intentName = meaning.intentName;
        if (phase === 'up') return { outcome: 'ok', fault: null, silent: true };
        return this.intent(run, request, meaning.intentName, meaning.key, config);
      case 'macro':
        if (phase === 'up') return { outcome: 'ok', fault: null, silent: true };
        return this.macro(run, request, meaning.macroId, meaning.key, config);
      case 'plain': {
        const { key, action } = meaning;
        const act = () => this.#actions(run, [action], phase, config);
        const subject: Subject = {
          id: 'key',
          key,
          guard: null,
          mode: null,
          devices: [device_id],
        };
        const judgement =
          phase === 'up' ? await act() : await this.#gated(run, request, subject, config, act);
        this.#hold(run, request, place, judgement.outcome);
        return judgement;
      }
    }
  }

  #hold(run: Run, request: PressRequest, place: KeyPlace, outcome: Outcome): void {
    if (run.dryRun) return;
    const mayBeDown = isSuccess(outcome) || outcome === 'unknown';
    if (request.phase === 'down' && mayBeDown)
      this.held.pressed({ place, origin: request.origin, holder: request.holder ?? '' });
    if (request.phase === 'up' && isSuccess(outcome)) this.held.released(place);
  }
}
