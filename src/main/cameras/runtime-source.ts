import { ExponentialBackoff, noJitterGenerator } from 'cockatiel';
import type {
  CameraCapabilities,
  CameraDescriptor,
  CameraMode,
  CameraSlot,
} from '#shared/contract/camera.ts';
import type { Clock } from '../clock.ts';
import { chooseMode } from './runtime-modes.ts';
import {
  CameraTrouble,
  type CameraBackend,
  type Capture,
  type Frame,
  type SourceState,
} from './ports.ts';

/** What a slot hears from its camera. */
export interface SourceEvents {
  frame(frame: Frame): void;
  bad(reason: string): void;
  /** Status or message are other than before. */
  changed(): void;
  /** No pictures any more; once per absence. */
  away(payload: { reason: 'stalled' | 'lost'; message: string }): void;
  back(): void;
}

const backoff = new ExponentialBackoff({
  initialDelay: 1_000,
  maxDelay: 10_000,
  generator: noJitterGenerator,
});

const troubleOf = (error: unknown): string =>
  error instanceof CameraTrouble ? `${error.message} ${error.hint}` : String(error);

/** The camera of one slot, from the moment it is assigned until it is let go. Its calls come one after another. */
export class CameraSource {
  readonly #clock: Clock;
  readonly #backend: CameraBackend;
  readonly #events: SourceEvents;
  readonly #lifetime = new AbortController();
  readonly #stopWatching: () => void;
  #capture: Capture | null = null;
  #wanted: CameraMode | null;
  #away = false;
  #waiting: Promise<void> | null = null;
  descriptor: CameraDescriptor;
  capabilities: CameraCapabilities | null = null;
  status: CameraSlot['status'] = 'starting';
  message: string | null = null;

  constructor(
    deps: { clock: Clock; backend: CameraBackend; events: SourceEvents },
    descriptor: CameraDescriptor,
    wanted: CameraMode | null,
  ) {
    this.#clock = deps.clock;
    this.#backend = deps.backend;
    this.#events = deps.events;
    this.descriptor = descriptor;
    this.#wanted = wanted;
    this.#stopWatching = this.#backend.watch(() => void this.#lookAgain());
  }

  get mode(): CameraMode | null {
    return this.#capture?.mode ?? null;
  }

  /** As the operator asked; null where the camera's default serves. */
  get wanted(): CameraMode | null {
    return this.#wanted;
  }

  get pids(): number[] {
    return this.#capture?.pids() ?? [];
  }

  /** Probes and starts to capture. @throws CameraTrouble */
  async connect(): Promise<void> {
    await this.#locate();
    const capabilities = await this.#backend.probe(this.descriptor);
    const mode = chooseMode(capabilities, this.#wanted);
    if (this.#lifetime.signal.aborted) return;
    this.capabilities = capabilities;
    this.#open(mode);
  }

  /** For a camera that is not there yet: connects as soon as it can, until `close`. */
  keepTrying(message: string): void {
    this.#show('lost', message);
    this.#away = true;
    this.#waiting ??= this.#tryUntilConnected().finally(() => (this.#waiting = null));
  }

  /** Captures in another mode. What ran before goes on where the camera has no such mode. @throws CameraTrouble */
  async changeMode(wanted: CameraMode): Promise<void> {
    if (this.capabilities) chooseMode(this.capabilities, wanted);
    this.#wanted = wanted;
    await this.#reopen();
  }

  /** Asks the camera again what it can do. @throws CameraTrouble */
  async reprobe(): Promise<void> {
    await this.#locate();
    const capabilities = await this.#backend.probe(this.descriptor);
    this.capabilities = capabilities;
    if (!this.#capture) this.#open(chooseMode(capabilities, this.#wanted));
  }

  /** Resolves with the value that the camera says it has now. @throws CameraTrouble */
  async setControl(name: string, value: number): Promise<number> {
    const control = this.capabilities?.controls.find((known) => known.name === name);
    if (this.capabilities && !control)
      throw new CameraTrouble(
        `control: the camera has no ${name}.`,
        `It has ${this.capabilities.controls.map((known) => known.name).join(', ') || 'none'}.`,
      );
    const { min, max } = control ?? {};
    if ((typeof min === 'number' && value < min) || (typeof max === 'number' && value > max))
      throw new CameraTrouble(
        `value: ${name} can't be ${value}.`,
        `Give a number from ${min ?? 'any'} to ${max ?? 'any'}.`,
      );
    const actual = await this.#backend.setControl(this.descriptor, name, value);
    if (control) control.value = actual;
    return actual;
  }

  async close(): Promise<void> {
    this.#lifetime.abort();
    this.#stopWatching();
    await this.#waiting;
    await this.#shut();
  }

  #open(mode: CameraMode): void {
    this.#show('starting', null);
    const capture = this.#backend.open(this.descriptor, mode, {
      frame: (frame) => this.#events.frame(frame),
      bad: (reason) => this.#events.bad(reason),
      state: (state) => {
        if (this.#lifetime.signal.aborted) return;
        this.#follow(state);
      },
    });
    this.#capture = capture;
    this.#events.changed();
  }

  async #shut(): Promise<void> {
    const capture = this.#capture;
    this.#capture = null;
    await capture?.close();
  }

  async #reopen(): Promise<void> {
    if (!this.capabilities || !this.#capture) return;
    const mode = chooseMode(this.capabilities, this.#wanted);
    await this.#shut();
    if (!this.#lifetime.signal.aborted) this.#open(mode);
  }

  async #tryUntilConnected(): Promise<void> {
    const { signal } = this.#lifetime;
    let wait = backoff.next();
    while (!signal.aborted) {
      await this.#clock.sleep(wait.duration, signal).catch(() => undefined);
      if (signal.aborted || this.#capture) return;
      try {
        await this.connect();
        return;
      } catch (error) {
        this.#show('lost', troubleOf(error));
      }
      wait = wait.next(undefined);
    }
  }

  /** A camera that was unplugged may come back at another path: its stable id says that it is the same. */
  async #locate(): Promise<void> {
    const { backend, stable_id } = this.descriptor.camera_id;
    if (backend !== 'usb') return;
    const there = await this.#backend.discover().catch(() => []);
    const same = there.find(({ camera_id }) => camera_id.stable_id === stable_id);
    if (same) this.descriptor = { ...this.descriptor, device_path: same.device_path };
  }

  async #lookAgain(): Promise<void> {
    if (this.status !== 'lost' || !this.#capture) return;
    const former = this.descriptor.device_path;
    await this.#locate();
    if (this.descriptor.device_path === former) return;
    await this.#reopen().catch((error: unknown) => this.#show('lost', troubleOf(error)));
  }

  #follow(state: SourceState): void {
    switch (state.state) {
      case 'starting':
        // While it is tried again the operator sees why it is away.
        if (!this.#away) this.#show('starting', null);
        return;
      case 'live':
        this.#show('live', null);
        if (this.#away) this.#events.back();
        this.#away = false;
        return;
      case 'stalled':
        this.#leave('stalled', `No picture for ${(state.forMs / 1000).toFixed(1)} s.`);
        return;
      case 'lost':
        this.#leave('lost', state.message);
    }
  }

  #leave(reason: 'stalled' | 'lost', message: string): void {
    this.#show(reason, message);
    if (!this.#away) this.#events.away({ reason, message });
    this.#away = true;
  }

  #show(status: CameraSlot['status'], message: string | null): void {
    if (this.status === status && this.message === message) return;
    this.status = status;
    this.message = message;
    this.#events.changed();
  }
}
