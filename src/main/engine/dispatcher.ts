import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, KeyPhase, KeyPlace, Outcome } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { lookupOutcome, type ActionRunner } from './action-runner.ts';
import type { ExecuteRequest, PressRequest } from './engine.ts';
import { createExecutionIds } from './execution-id.ts';
import type { ExecutionHistory } from './execution-history.ts';
import { HeldKeys } from './held-keys.ts';
import { keyMeaning } from './key-meaning.ts';
import { defaultConfig, lookUp, lookUpConfig } from './lookups.ts';
import { finishedExecution, type Run, type Verdict } from './run.ts';

export interface DispatcherDeps {
  store: Store;
  runner: ActionRunner;
  history: ExecutionHistory;
  clock: Clock;
  log: Log;
}

/** How long letting go of a held key may take when its holder is gone or the app ends. */
const RELEASE_MS = 1500;

type Judgement = Omit<Verdict, 'config'>;

const CLOSING: Fault = {
  error_type: 'refused',
  message: 'The app is closing, so nothing more is sent.',
  details: { reason: 'closing', short: 'closing', hint: 'Start the app again.' },
};

const NO_ACTIONS: Fault = {
  error_type: 'invalid_mapping',
  message: 'This intent has no actions, so nothing was sent.',
  details: { short: 'no actions', hint: 'Add an action to the intent.' },
};

/** A datagram among acknowledged sends leaves the whole unconfirmed. */
const combined = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.includes('sent') ? 'sent' : 'ok';

/**
 * The one door. Whoever asks, an execution gets its id here, is checked, resolved, sent, written down and
 * answered, and ends in exactly one outcome.
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #nextId = createExecutionIds();
  readonly #lifetime = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #held = new HeldKeys();
  readonly #revocables = new Set<AbortController>();
  #closing = false;
  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  execute(request: ExecuteRequest): Promise<Execution> {
    const run = this.#begin(request, request.intent_name, null);
    return this.#track(
      this.#conduct(run, request, (config) => this.#intent(run, request.intent_name, config)),
    );
  }

  press(request: PressRequest): Promise<Execution> {
    const { device_id, page, row, col, phase } = request;
    const run = this.#begin(request, null, { device_id, page, row, col, phase });
    return this.#track(
      this.#conduct(run, request, (config) => this.#key(run, request, config)),
    );
  }

  async release(holder?: string): Promise<void> {
    await Promise.all(
      this.#held.of(holder).map(({ place, origin }) => {
        const request: PressRequest = { ...place, origin, phase: 'up', timeout_ms: RELEASE_MS };
        const run = this.#begin(
          request,
          null,
          { ...place, phase: 'up' },
          new AbortController().signal,
        );
        return this.#conduct(run, request, (config) => this.#key(run, request, config), true);
      }),
    );
  }

  /** Lets go of held keys, ends what runs. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.release();
    this.#lifetime.abort(new Error('shutdown'));
    for (const controller of this.#revocables) controller.abort(new Error('shutdown'));
    await Promise.allSettled(this.#running);
  }

  #begin(
    request: ExecuteRequest | PressRequest,
    intentName: string | null,
    key: Run['key'],
    lifetime: AbortSignal = this.#lifetime.signal,
  ): Run {
    const { clock } = this.#deps;
    const started = clock.monotonic();
    const at = clock.now();
    const revocable = request.signal ? this.#revocable(request.signal) : null;
    return {
      id: this.#nextId(at),
      origin: request.origin,
      intentName,
      key,
      context: request.context ?? {},
      dryRun: request.dry_run ?? false,
      startedAtMs: at,
      started,
      signal: revocable?.signal ?? lifetime,
      forget: revocable?.forget,
      deadline: Infinity,
      ended: false,
      trace: [],
      buttons: [],
    };
  }

  /**
   * Ends with the caller's signal and with the engine. `AbortSignal.any` would stay tied to the engine's
   * lifetime for as long as anything listens to it.
   */
  #revocable(caller: AbortSignal): { signal: AbortSignal; forget: () => void } {
    const controller = new AbortController();
    const end = (): void => controller.abort(caller.reason);
    this.#revocables.add(controller);
    caller.addEventListener('abort', end);
    if (caller.aborted) end();
    const forget = (): void => {
      this.#revocables.delete(controller);
      caller.removeEventListener('abort', end);
    };
    return { signal: controller.signal, forget };
  }

  async #conduct(
    run: Run,
    request: ExecuteRequest | PressRequest,
    work: (config: BridgeConfig) => Promise<Judgement>,
    whileClosing = false,
  ): Promise<Execution> {
    const { history, log } = this.#deps;
    // Listed while its command is on the way, not before; a release once it is known to mean something.
    if (!run.dryRun && run.key?.phase !== 'up')
      setImmediate(() => {
        if (!run.ended) history.started(run);
      });
    let config = defaultConfig();
    let judgement: Judgement;
    try {
      const known = lookUpConfig(this.#deps.store);
      const found = 'then' in known ? await known : known;
      if (found.ok) config = found.value;
      run.deadline = run.started + (request.timeout_ms ?? config.timeout_ms);
      if (this.#closing && !whileClosing) judgement = { outcome: 'refused', fault: CLOSING };
      else if (!found.ok)
        judgement = { outcome: lookupOutcome(found.fault), fault: found.fault };
      else judgement = await work(config);
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.stack : String(error), execution_id: run.id },
        'an execution broke',
      );
      judgement = { outcome: 'failed', fault: internalFault() };
    }
    return this.#finish(run, { ...judgement, config });
  }

  /** Written down before it is answered: nothing acknowledged is lost. */
  async #finish(run: Run, verdict: Verdict): Promise<Execution> {
    const { store, history, clock, log } = this.#deps;
    const execution = finishedExecution(run, verdict, clock.monotonic());
    run.ended = true;
    run.forget?.();
    if (run.dryRun) return execution;
    if (verdict.silent) {
      history.dropped(run);
      return execution;
    }
    try {
      const writing = store.record({
        execution,
        retries: 0,
        buttons: run.buttons,
        auditMaxEntries: verdict.config.audit_max_entries,
      });
      // The screens are told while the store writes.
      setImmediate(() => history.finished(execution));
      if ((await writing) === 'waiting') execution.metadata['record'] = 'waiting';
    } catch (error) {
      log.error(
        { error: String(error), execution_id: run.id },
        'an execution could not be written down',
      );
      execution.metadata['record'] = 'lost';
    }
    return execution;
  }

  async #intent(run: Run, name: string, config: BridgeConfig): Promise<Judgement> {
    const known = lookUp(this.#deps.store, 'intent', name);
    const found = 'then' in known ? await known : known;
    if (!found.ok) return { outcome: lookupOutcome(found.fault), fault: found.fault };
    return this.#actions(run, found.value.actions, 'press', config);
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
      if (outcome === 'ok' || outcome === 'sent') continue;
      stopped ??= { outcome, fault: error };
      if (!run.dryRun) break;
    }
    return (
      stopped ?? { outcome: combined(run.trace.map((action) => action.outcome)), fault: null }
    );
  }

  async #key(run: Run, request: PressRequest, config: BridgeConfig): Promise<Judgement> {
    const { store } = this.#deps;
    const { device_id, page, row, col, phase } = request;
    const place: KeyPlace = { device_id, page, row, col };
    const knownDevice = lookUp(store, 'device', device_id);
    const device = 'then' in knownDevice ? await knownDevice : knownDevice;
    if (!device.ok) return { outcome: lookupOutcome(device.fault), fault: device.fault };
    const knownLayout = lookUp(store, 'layout', device_id);
    const layout = 'then' in knownLayout ? await knownLayout : knownLayout;
    if (!layout.ok && layout.fault.error_type !== 'not_found')
      return { outcome: lookupOutcome(layout.fault), fault: layout.fault };

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
      case 'intent': {
        run.intentName = meaning.intentName;
        if (phase === 'up') return { outcome: 'ok', fault: null, silent: true };
        return this.#intent(run, meaning.intentName, config);
      }
      case 'plain': {
        const judgement = await this.#actions(run, [meaning.action], phase, config);
        this.#hold(run, request, place, judgement.outcome);
        return judgement;
      }
    }
  }

  #hold(run: Run, request: PressRequest, place: KeyPlace, outcome: Outcome): void {
    if (run.dryRun) return;
    const mayBeDown = outcome === 'ok' || outcome === 'sent' || outcome === 'unknown';
    if (request.phase === 'down' && mayBeDown)
      this.#held.pressed({ place, origin: request.origin, holder: request.holder ?? '' });
    if (request.phase === 'up' && (outcome === 'ok' || outcome === 'sent'))
      this.#held.released(place);
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = () => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}

const internalFault = (): Fault => ({
  error_type: 'internal',
  message: 'The app itself made a mistake; the log has the details.',
  details: { hint: 'Press again; if it stays, report it with the log.' },
});
