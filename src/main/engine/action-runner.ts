import type { ButtonChange } from '#shared/contract/button-state.ts';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { ActionTrace, KeyPhase, Outcome } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { viewCommand } from '#shared/domain/command-view.ts';
import {
  backoffs,
  isSafeToRepeat,
  leastWaitMs,
  retryPolicy,
} from '#shared/domain/retry-policy.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { SendResult } from '../transports/transport.ts';
import {
  cancelled,
  heldBack,
  lookupOutcome,
  noSimulator,
  observeOnly,
  queueFull,
  tooLate,
} from './action-faults.ts';
import { actionVariables, buttonChange, type ActionVariables } from './action-variables.ts';
import { targetAnswers, type Breakers } from './breaker.ts';
import type { DeviceBoard } from './device-health.ts';
import { lookUp } from './lookups.ts';
import type { Pacer } from './pacer.ts';
import { performAction } from './perform-action.ts';
import type { Performers } from './performer.ts';
import { prepareCommand } from './prepare-command.ts';
import { isSuccess, roundMs, type Run } from './run.ts';
import type { Secrets } from './secrets.ts';
import type { SessionValues } from './session-values.ts';
import { sendCommand, type Transports } from './send-command.ts';
import { spacingsOf, targetKey } from './spacings.ts';
import { backedOff, delayed } from './waits.ts';
import { waysOf, type Way } from '#shared/domain/ways.ts';

export interface ActionRunnerDeps {
  store: Store;
  transports: Transports;
  clock: Clock;
  pacer: Pacer;
  breakers: Breakers;
  devices: DeviceBoard;
  secrets: Secrets;
  session: SessionValues;
  /** What the control room does itself. */
  performers: Performers;
  /** Where simulated devices live; starts the simulator the first time it is asked. */
  simulatedTargets: () => Promise<SimulatedTargets>;
}

/** An action under way. `own`: the values of its own way. */
interface Doing {
  run: Run;
  action: ButtonAction;
  own: ActionVariables;
  phase: KeyPhase;
  config: BridgeConfig;
  trace: ActionTrace;
}

/** How one try of one way ended. */
interface Ended {
  outcome: Outcome;
  fault: Fault | null;
  /** Repeating it can do no harm. */
  again: boolean;
  /** It came as far as the wire. */
  sent: boolean;
  /** Before it may be repeated, in milliseconds. */
  waitMs: number;
}

const dead = (outcome: Outcome, fault: Fault | null): Ended => ({
  outcome,
  fault,
  again: false,
  sent: false,
  waitMs: 0,
});

/** Nothing more is tried after these. */
const isFinal = ({ outcome, again }: Ended): boolean =>
  outcome === 'cancelled' || outcome === 'expired' || (outcome === 'unknown' && !again);

/** Runs one action: look-up, variables, its ways and tries, send. Its trace says all of it. */
export class ActionRunner {
  readonly #deps: ActionRunnerDeps;
  constructor(deps: ActionRunnerDeps) {
    this.#deps = deps;
  }

  async run(
    run: Run,
    action: ButtonAction,
    phase: KeyPhase,
    config: BridgeConfig,
  ): Promise<ActionTrace> {
    const { store, clock } = this.#deps;
    const trace: ActionTrace = {
      index: run.trace.length,
      action_type: action.action_type,
      protocol_name: action.protocol_name,
      device_id: action.device_id,
      command: null,
      steps: [],
      reply: null,
      attempts: 0,
      outcome: 'failed',
      error: null,
    };
    run.trace.push(trace);
    const end = ({ outcome, fault }: Pick<Ended, 'outcome' | 'fault'>): ActionTrace => {
      // One try by the action's own way says nothing that the action does not.
      if (trace.tries?.length === 1 && trace.tries[0]?.way === 0) delete trace.tries;
      trace.outcome = outcome;
      trace.error = fault;
      return trace;
    };
    if (action.delay_ms > 0 && !run.dryRun) {
      const waited = await delayed(this.#deps.clock, run, action.delay_ms, trace.steps);
      if (waited) return end(dead(waited.outcome, waited.fault));
    }
    if (isPerformed(action.action_type)) {
      if (run.simulate) return end(dead('refused', noSimulator(`${action.action_type}s`)));
      const performer = this.#deps.performers[action.action_type];
      return end(await performAction(this.#deps, performer, run, action, config, trace));
    }
    const found = lookUp(store, 'device', action.device_id);
    const device = 'then' in found ? await found : found;
    if (!device.ok) return end(dead(lookupOutcome(device.fault), device.fault));

    const observed = device.value.group && device.value.observe_only && !run.simulate;
    if (observed && !run.dryRun && !run.lettingGo)
      return end(dead('refused', observeOnly(action.device_id)));
    const own = actionVariables(run, action, clock.now());
    const doing: Doing = { run, action, own, phase, config, trace };
    const ended =
      device.value.group?.mode === 'mirror'
        ? await this.#mirror(doing, device.value.group.device_ids)
        : await this.#stoodIn(doing, device.value);
    const moved = isSuccess(ended.outcome) && !run.dryRun && !run.simulate;
    if (moved && config.enable_state_tracking) {
      const { variables, buttonId } = own;
      const change =
        buttonId === null ? null : buttonChange(action, phase, variables, isoNow(clock));
      if (change && buttonId !== null) this.#changes(run, trace, buttonId, change);
    }
    return end(ended);
  }

  /** By the action's own way, or by what stands in for it. */
  async #stoodIn(doing: Doing, device: Device): Promise<Ended> {
    const { store, devices } = this.#deps;
    const known = (id: string): Device | null => {
      const lookup = store.peek('device', id);
      return lookup?.found === 'present' ? lookup.value : null;
    };
    const ways = waysOf(doing.action, device, known, (id) => devices.rank(id));
    const ended = await this.#inTurn(doing, ways);
    const { trace } = doing;
    const way = ended.way;
    if (
      isSuccess(ended.outcome) &&
      way &&
      (way.number > 0 || way.device_id !== trace.device_id)
    )
      trace.served_by = way.device_id;
    return ended;
  }

  /**
   * One way after the other until one serves. Each gets one try per round, so that a stand-in serves before the
   * first is tried again; between rounds is the back-off.
   */
  async #inTurn(doing: Doing, ways: readonly Way[]): Promise<Ended & { way?: Way }> {
    const { run, action, config, trace } = doing;
    const [first] = ways;
    if (!first) return dead('failed', null);
    let last = await this.#try(doing, first);
    if (isSuccess(last.outcome) || run.dryRun || isFinal(last)) return { ...last, way: first };
    // From here on it is worth a table of its tries.
    let doubt = last.outcome === 'unknown' ? last : null;
    let open = ways.filter((way) => way !== first || last.again);
    const policy = retryPolicy(config, this.#protocolOf(first) ?? {}, action);
    const waits = backoffs(policy);
    let longest = last.waitMs;
    for (let round = 1; open.length > 0; round += 1) {
      if (round > 1) {
        if (round > policy.attempts) break;
        const waited = await backedOff(
          this.#deps.clock,
          run,
          Math.max(longest, waits.next().value ?? 0),
          trace.steps,
        );
        if (waited) {
          if (waited.outcome === 'cancelled') last = dead('cancelled', waited.fault);
          break;
        }
        longest = 0;
      }
      for (const way of open) {
        if (round === 1 && way === first) continue;
        last = await this.#try(doing, way);
        if (round > 1 && last.sent) run.retries += 1;
        longest = Math.max(longest, last.waitMs);
        if (last.outcome === 'unknown') doubt = last;
        if (isSuccess(last.outcome) || isFinal(last)) return { ...last, way };
        if (!last.again) open = open.filter((other) => other !== way);
      }
    }
    // One of the tries may have arrived: that must not be told as a plain failure.
    return last.outcome === 'cancelled' ? last : (doubt ?? last);
  }

  /** All members at once; what each came to stands in the tries. */
  async #mirror(doing: Doing, deviceIds: readonly string[]): Promise<Ended> {
    const { protocol_name, variables } = doing.action;
    doing.trace.tries = [];
    const ends = await Promise.all(
      deviceIds.map((device_id, number) =>
        this.#inTurn(doing, [{ number, protocol_name, device_id, variables }]),
      ),
    );
    const worst =
      ends.find(({ outcome }) => outcome === 'failed') ??
      ends.find(({ outcome }) => !isSuccess(outcome)) ??
      ends.find(({ outcome }) => outcome === 'sent') ??
      ends[0];
    if (!worst) return dead('failed', null);
    const lost = deviceIds.filter((_, index) => !isSuccess(ends[index]?.outcome ?? 'failed'));
    if (lost.length === 0 || !worst.fault) return worst;
    const message = `${lost.length} of ${deviceIds.length} did not take it (${lost.join(', ')}): ${worst.fault.message}`;
    return { ...worst, fault: { ...worst.fault, message } };
  }

  #changes(run: Run, trace: ActionTrace, button_id: string, change: ButtonChange): void {
    const { device_id } = trace;
    const { kind } = change;
    run.buttons.push({ device_id, button_id, change });
    trace.state_change = { device_id, button_id, kind };
    if (kind === 'text') trace.state_change.value = change.text;
    if (kind === 'color') trace.state_change.value = change.color;
  }

  #protocolOf({ protocol_name }: Way) {
    const known = this.#deps.store.peek('protocol', protocol_name);
    return known?.found === 'present' ? known.value : null;
  }

  /** One try of one way, from look-up to reply. */
  async #try(doing: Doing, way: Way): Promise<Ended> {
    const { run, trace } = doing;
    const { clock } = this.#deps;
    const from = clock.monotonic();
    const sends = trace.attempts;
    const ended = await this.#tryOnce(doing, way);
    const told = trace.tries !== undefined || sends > 0 || way.number > 0;
    if (run.dryRun || (!told && (isSuccess(ended.outcome) || isFinal(ended)))) return ended;
    trace.tries ??= [];
    trace.tries.push({
      protocol_name: way.protocol_name,
      device_id: way.device_id,
      way: way.number,
      at_ms: roundMs(from - run.started),
      took_ms: roundMs(clock.monotonic() - from),
      outcome: ended.outcome,
      reason: ended.fault?.message ?? null,
      error_type: ended.fault?.error_type ?? null,
    });
    return ended;
  }

  async #tryOnce(doing: Doing, way: Way): Promise<Ended> {
    const { run, action, own, phase, config, trace } = doing;
    const { clock, pacer, breakers, devices } = this.#deps;
    const { variables, buttonId } =
      way.variables === action.variables && way.device_id === action.device_id
        ? own
        : actionVariables(run, { ...action, ...way }, clock.now());
    const prepared = await prepareCommand(this.#deps, run, way, variables, config, trace);
    if (!prepared.ok) return dead(prepared.outcome, prepared.fault);
    const { command, shown } = prepared;
    const view = () => {
      trace.command = viewCommand(shown);
    };
    if (run.dryRun) {
      view();
      return dead('ok', null);
    }
    if (prepared.observeOnly && !run.lettingGo) {
      view();
      return dead('refused', observeOnly(way.device_id));
    }
    const target = targetKey(command);
    const may = breakers.mayTry(target, config.breaker);
    if (!may.ok) {
      view();
      const { failures } = breakers.state(target);
      if (!prepared.standsIn) devices.held(way.device_id, breakers.state(target));
      return dead('refused', heldBack(way.device_id, may.nextTryMs, failures));
    }
    const pressed = action.action_type === 'press' ? buttonId : null;
    const taken = pacer.take(spacingsOf(command, target, config, pressed, phase), {
      deadline: Math.min(run.deadline, run.expiresAt),
      signal: run.signal,
      priority: run.priority,
      limit: config.queue_limit,
    });
    const turn = 'then' in taken ? await taken.catch(() => 'cancelled' as const) : taken;
    if (typeof turn === 'string') {
      breakers.noted(target, null, may.probe);
      view();
      if (turn === 'expired') return dead('expired', tooLate(run, config));
      if (turn === 'full') return dead('refused', queueFull(way.device_id, config));
      return dead('cancelled', cancelled());
    }
    // While it waited, those before it may have found the target away.
    const still =
      turn.queueMs > 0 && !may.probe ? breakers.mayTry(target, config.breaker) : may;
    if (!still.ok) {
      turn.done(clock.monotonic());
      view();
      return dead(
        'refused',
        heldBack(way.device_id, still.nextTryMs, breakers.state(target).failures),
      );
    }
    if (clock.monotonic() > run.expiresAt || clock.monotonic() > run.deadline) {
      breakers.noted(target, null, still.probe);
      turn.done(clock.monotonic());
      view();
      return dead('expired', tooLate(run, config));
    }
    const result = await sendCommand(
      this.#deps,
      run,
      config,
      command,
      turn,
      trace,
      prepared.at,
      view,
    );
    breakers.noted(target, targetAnswers(result), still.probe);
    if (!prepared.standsIn) devices.observed(way.device_id, result, breakers.state(target));
    return this.#ended(result, prepared.idempotent);
  }

  #ended(result: SendResult, idempotent: boolean): Ended {
    const fault = 'fault' in result ? result.fault : null;
    return {
      outcome: result.outcome,
      fault,
      sent: true,
      again: 'fault' in result && isSafeToRepeat(result, idempotent),
      waitMs: leastWaitMs({ fault }),
    };
  }
}
