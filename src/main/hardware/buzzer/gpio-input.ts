import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Gpio, GpioState } from '#shared/contract/hardware-clients.ts';
import type { Clock } from '../../clock.ts';
import { LineSplitter } from '../../transports/tcp/line-splitter.ts';
import { HardwareTrouble, troubleText } from '../hardware-trouble.ts';
import { edgeOf, generationOf, gpiomonArgs, type GpioEdge } from './gpiomon-lines.ts';
import type { PressDetails, PressInput } from './press-input.ts';

export interface GpioInputDeps {
  clock: Clock;
  report(trouble: HardwareTrouble): void;
  changed(): void;
  /** Another program than the `gpiomon` of the path. */
  program?: string | undefined;
  /** The kernel's monotonic clock, which stamps the edges. */
  kernelNs?: (() => bigint) | undefined;
}

const VERSION_WITHIN_MS = 3000;
const KILL_AFTER_MS = 1000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_LINE_BYTES = 256;
const KEPT_COMPLAINT_BYTES = 2000;
/** An edge that is older when it arrives was stamped by another clock. */
const OLDEST_EDGE_MS = 5000;
/** The wall clock was set. */
const JUMP_MS = 20;

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'EACCES');

const notThere = (program: string): HardwareTrouble =>
  new HardwareTrouble(
    `The buzzers on pins can't be read: there is no ${program} on this machine.`,
    'Install libgpiod\'s tools (on Debian and Raspberry Pi OS: "apt install gpiod"), or take the pins out.',
  );

const versionOf = (program: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      program,
      ['--version'],
      { timeout: VERSION_WITHIN_MS, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 },
      (error, stdout) => (isMissing(error) ? reject(error) : resolve(stdout)),
    );
  });

/** Presses of contacts on pins, by `gpiomon` as a child process that is started again when it ends. */
export class GpioInput implements PressInput {
  readonly #gpio: Gpio;
  readonly #deps: GpioInputDeps;
  readonly #program: string;
  readonly #buzzers: ReadonlyMap<number, string>;
  #state: GpioState = { state: 'stopped', trouble: null };
  #ending: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();
  #anchor: { wallMs: number; ns: bigint } | null = null;

  constructor(gpio: Gpio, deps: GpioInputDeps) {
    this.#gpio = gpio;
    this.#deps = deps;
    this.#program = deps.program ?? 'gpiomon';
    this.#buzzers = new Map(gpio.pins.map(({ pin, buzzer_id }) => [pin, buzzer_id]));
  }

  get state(): GpioState {
    return this.#state;
  }

  start(press: (buzzerId: string, details: PressDetails) => void): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.#done = this.#done.then(() => this.#run(press, signal));
  }

  async stop(): Promise<void> {
    this.#ending?.abort();
    this.#ending = null;
    await this.#done;
  }

  async #run(
    press: (buzzerId: string, details: PressDetails) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted;) {
      const began = this.#deps.clock.monotonic();
      try {
        await this.#watch(press, signal);
      } catch (error) {
        this.#show('waiting', troubleText(error));
        if (error instanceof HardwareTrouble) this.#deps.report(error);
      }
      if (signal.aborted) break;
      if (this.#deps.clock.monotonic() - began > LONGEST_WAIT_MS) waitMs = FIRST_WAIT_MS;
      await this.#deps.clock.sleep(waitMs, signal).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
    this.#show('stopped', null);
  }

  /** Ends when the program has, with the reason as an error unless it was told to. */
  async #watch(
    press: (buzzerId: string, details: PressDetails) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.#show('starting', this.#state.trouble);
    const generation = await this.#generation();
    if (signal.aborted) return;
    const child = spawn(this.#program, gpiomonArgs(this.#gpio, generation), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-KEPT_COMPLAINT_BYTES);
    });
    const lines = new LineSplitter();
    let garbled: string | null = null;
    child.stdout.on('data', (chunk: Buffer) => {
      const arrived = lines.push(chunk);
      for (const line of arrived) garbled = this.#read(line, press) ?? garbled;
      if (lines.heldBytes > LONGEST_LINE_BYTES) {
        garbled = 'a line without an end';
        child.kill('SIGKILL');
      }
    });
    const kill = (): void => void endChild(child, this.#deps.clock);
    signal.addEventListener('abort', kill, { once: true });
    const started = new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve).once('error', reject);
    });
    try {
      await started;
      this.#show('watching', null);
      const [code] = await once(child, 'close');
      if (signal.aborted) return;
      const said = lastLine(complaint) || (garbled ?? '');
      throw new HardwareTrouble(
        `${this.#program} ended (${code ?? 'killed'})${said ? `: ${said}` : ''}.`,
        'Is the chip right, is the pin free, and may this user read it (group "gpio")? It is tried again.',
      );
    } catch (error) {
      if (isMissing(error)) throw notThere(this.#program);
      throw error;
    } finally {
      signal.removeEventListener('abort', kill);
    }
  }

  async #generation(): Promise<1 | 2> {
    let text: string;
    try {
      text = await versionOf(this.#program);
    } catch {
      throw notThere(this.#program);
    }
    const generation = generationOf(text);
    if (generation) return generation;
    throw new HardwareTrouble(
      `${this.#program} does not say which version it is.`,
      'Install the gpiomon of libgpiod 1.5 or newer.',
    );
  }

  /** Null where the line was understood. */
  #read(line: string, press: (buzzerId: string, details: PressDetails) => void): string | null {
    const edge = edgeOf(line);
    if (!edge) return line.slice(0, LONGEST_LINE_BYTES);
    const buzzer = this.#buzzers.get(edge.pin);
    if (buzzer === undefined || edge.edge !== this.#gpio.edge) return null;
    const at = this.#wallOf(edge);
    press(buzzer, at === null ? { source: 'gpio' } : { source: 'gpio', at });
    return null;
  }

  /**
   * When the edge was, on the wall clock: by one pair of readings for all of them, so that edges keep the distance that
   * the kernel gave them. Null where another clock stamped it.
   */
  #wallOf({ atNs }: GpioEdge): number | null {
    const ns = this.#deps.kernelNs ? this.#deps.kernelNs() : process.hrtime.bigint();
    const wallMs = this.#deps.clock.now();
    const ageMs = Number(ns - atNs) / 1e6;
    if (ageMs < 0 || ageMs > OLDEST_EDGE_MS) return null;
    const anchor = this.#anchor ?? { wallMs, ns };
    const nowByAnchor = anchor.wallMs + Number(ns - anchor.ns) / 1e6;
    this.#anchor = Math.abs(nowByAnchor - wallMs) > JUMP_MS ? { wallMs, ns } : anchor;
    return this.#anchor.wallMs + Number(atNs - this.#anchor.ns) / 1e6;
  }

  #show(state: GpioState['state'], trouble: string | null): void {
    this.#state = { state, trouble };
    this.#deps.changed();
  }
}

const lastLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '') ?? '';

const endChild = async (child: ChildProcess, clock: Clock): Promise<void> => {
  const closed = new AbortController();
  child.once('close', () => closed.abort());
  child.kill('SIGTERM');
  try {
    await clock.sleep(KILL_AFTER_MS, closed.signal);
  } catch {
    return;
  }
  child.kill('SIGKILL');
};
