import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { ActionTrace, KeyPhase, Outcome, TraceStep } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { TransportType } from '#shared/contract/protocol.ts';
import type { Command } from '#shared/domain/command.ts';
import { viewCommand } from '#shared/domain/command-view.ts';
import { resolveCommand } from '#shared/domain/resolve-command.ts';
import { isSimulated, type SimulatedTargets } from '#shared/domain/target.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { SendResult, SendTimings, Transport } from '../transports/transport.ts';
import { actionVariables, buttonChange } from './action-variables.ts';
import { lookUp } from './lookups.ts';
import type { Pacer, Spacing, Turn } from './pacer.ts';
import { roundMs, type Run } from './run.ts';

export type Transports = {
  readonly [T in TransportType]: Transport<Extract<Command, { transport: T }>>;
};

export interface ActionRunnerDeps {
  store: Store;
  transports: Transports;
  pacer: Pacer;
  clock: Clock;
  simulatedTargets: () => Promise<SimulatedTargets>;
  /** Told how every send to a device ended. */
  observe: (deviceId: string, result: SendResult) => void;
}

const sendOver = (
  transports: Transports,
  command: Command,
  options: Parameters<Transport['send']>[1],
): Promise<SendResult> => {
  switch (command.transport) {
    case 'http':
      return transports.http.send(command, options);
    case 'osc':
      return transports.osc.send(command, options);
    case 'tcp':
      return transports.tcp.send(command, options);
    case 'udp':
      return transports.udp.send(command, options);
  }
};

const isDatagram = (command: Command): boolean =>
  command.transport === 'udp' || (command.transport === 'osc' && command.via === 'udp');

/** The button before the target: all sends take their lanes in one order. */
const spacingsOf = (
  command: Command,
  config: BridgeConfig,
  pressedButton: string | null,
  phase: KeyPhase,
): Spacing[] => {
  const { button_gap_ms, target_gap_ms, datagram_gap_ms } = config.pacing;
  const target = `${command.transport}:${command.host}:${command.port}`;
  const spacings: Spacing[] = [];
  if (pressedButton !== null && button_gap_ms > 0)
    spacings.push({
      key: `${command.host}/${pressedButton}`,
      gapMs: button_gap_ms,
      atOnce: phase === 'up',
    });
  const gapMs = isDatagram(command) ? datagram_gap_ms : target_gap_ms;
  if (gapMs > 0) spacings.push({ key: target, gapMs });
  return spacings;
};

/** Runs one action: look-up, variables, pacing, send. Its trace says all of it. */
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
    const { clock, store } = this.#deps;
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
    const end = (outcome: Outcome, fault: Fault | null): ActionTrace => {
      trace.outcome = outcome;
      trace.error = fault;
      return trace;
    };

    if (action.delay_ms > 0 && !run.dryRun) {
      const waited = await this.#delay(run, action.delay_ms, trace.steps);
      if (waited) return end(waited.outcome, waited.fault);
    }

    const from = clock.monotonic();
    const foundProtocol = lookUp(store, 'protocol', action.protocol_name);
    const protocol = 'then' in foundProtocol ? await foundProtocol : foundProtocol;
    if (!protocol.ok) return end(lookupOutcome(protocol.fault), protocol.fault);
    const foundDevice = lookUp(store, 'device', action.device_id);
    const device = 'then' in foundDevice ? await foundDevice : foundDevice;
    if (!device.ok) return end(lookupOutcome(device.fault), device.fault);
    const simulated = isSimulated(device.value) ? await this.#deps.simulatedTargets() : null;
    const looked = clock.monotonic();
    trace.steps.push({
      step: 'lookup',
      at_ms: roundMs(from - run.started),
      took_ms: roundMs(looked - from),
      ...(protocol.stale || device.stale ? { note: 'last known: Redis is away' } : {}),
    });

    const { variables, buttonId } = actionVariables(run, action, clock.now());
    const resolved = resolveCommand({
      protocol: protocol.value,
      device: device.value,
      config,
      variables,
      simulated,
    });
    const resolvedAt = clock.monotonic();
    trace.steps.push(step(run, 'resolve', looked, resolvedAt));
    if (!resolved.ok) return end('failed', resolved.fault);
    const { command } = resolved;
    if (run.dryRun) {
      trace.command = viewCommand(command);
      return end('ok', null);
    }

    const pressedButton = action.action_type === 'press' ? buttonId : null;
    const spacings = spacingsOf(command, config, pressedButton, phase);
    const taken = this.#deps.pacer.take(spacings, run.deadline, run.signal);
    const turn = 'then' in taken ? await taken.catch(() => 'cancelled' as const) : taken;
    if (typeof turn === 'string') trace.command = viewCommand(command);
    if (turn === 'expired') return end('expired', tooLate(run, config));
    if (turn === 'cancelled') return end('cancelled', cancelled());

    const result = await this.#send(run, config, command, turn, trace, resolvedAt);
    this.#deps.observe(action.device_id, result);
    if (
      config.enable_state_tracking &&
      buttonId !== null &&
      (result.outcome === 'ok' || result.outcome === 'sent')
    ) {
      const change = buttonChange(action, phase, variables, isoNow(clock));
      if (change)
        run.buttons.push({ device_id: action.device_id, button_id: buttonId, change });
    }
    return end(result.outcome, 'fault' in result ? result.fault : null);
  }

  async #send(
    run: Run,
    config: BridgeConfig,
    command: Command,
    turn: Turn,
    trace: ActionTrace,
    from: number,
  ): Promise<SendResult> {
    const { clock, transports } = this.#deps;
    const start = clock.monotonic();
    if (turn.queueMs + turn.paceMs > 0) {
      const paceFrom = from + turn.queueMs;
      if (turn.queueMs >= 0.1) trace.steps.push(step(run, 'queue', from, paceFrom));
      if (turn.paceMs > 0) trace.steps.push(step(run, 'pace', paceFrom, start));
    }
    const left = Math.max(1, run.deadline - start);
    const sending = sendOver(transports, command, {
      signal: run.signal,
      connectTimeoutMs: Math.min(config.connect_timeout_ms, left),
      responseTimeoutMs: left,
    });
    // Put into words while the device thinks.
    trace.command = viewCommand(command);
    const result = await sending;
    turn.done(start + (result.timings.connect ?? 0) + result.timings.write);
    trace.attempts = 1;
    trace.reply = result.reply;
    pushTimings(run, trace.steps, start, result.timings);
    return result;
  }

  /** Null when the delay passed; else why it did not. */
  async #delay(
    run: Run,
    ms: number,
    steps: TraceStep[],
  ): Promise<{ outcome: Outcome; fault: Fault } | null> {
    const { clock } = this.#deps;
    const from = clock.monotonic();
    if (from + ms > run.deadline)
      return { outcome: 'expired', fault: delayTooLong(run, ms, from) };
    try {
      await clock.sleep(ms, run.signal);
    } catch {
      return { outcome: 'cancelled', fault: cancelled() };
    }
    steps.push(step(run, 'delay', from, clock.monotonic()));
    return null;
  }
}

const step = (run: Run, name: TraceStep['step'], from: number, to: number): TraceStep => ({
  step: name,
  at_ms: roundMs(from - run.started),
  took_ms: roundMs(to - from),
});

const pushTimings = (
  run: Run,
  steps: TraceStep[],
  start: number,
  timings: SendTimings,
): void => {
  let at = roundMs(start - run.started);
  const push = (name: TraceStep['step'], took: number, note?: string) => {
    steps.push({
      step: name,
      at_ms: roundMs(at),
      took_ms: roundMs(took),
      ...(note ? { note } : {}),
    });
    at += took;
  };
  if (timings.connect === null) push('connect', 0, 'reused');
  else push('connect', timings.connect);
  push('write', timings.write);
  if (timings.reply !== null) push('reply', timings.reply);
};

/** Without the store nothing can be decided: that is a refusal, with its reason, not a device's failure. */
export const lookupOutcome = (fault: Fault): Outcome =>
  fault.error_type === 'store_unavailable' ? 'refused' : 'failed';

const cancelled = (): Fault => ({
  error_type: 'cancelled',
  message: 'Cancelled before anything was sent.',
  details: {},
});

const tooLate = (run: Run, config: BridgeConfig): Fault => ({
  error_type: 'connection_timeout',
  message: 'Its turn did not come in time, so it was not sent.',
  details: {
    timeout_ms: Math.round(run.deadline - run.started),
    hint: `Others were before it on the same button or target (spacing ${config.pacing.button_gap_ms} ms). Press again, or raise timeout_ms.`,
  },
});

const delayTooLong = (run: Run, ms: number, now: number): Fault => ({
  error_type: 'validation_error',
  message: `Its delay of ${ms} ms would end after the time limit, so it was not sent.`,
  details: {
    delay_ms: ms,
    left_ms: Math.max(0, Math.round(run.deadline - now)),
    hint: 'Shorten the delay or raise timeout_ms.',
  },
});
