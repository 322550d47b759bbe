import {
  isCameraCommand,
  type CameraCommand,
  type CamerasConfig,
  type CameraSlot,
  type CameraStatus,
  type Disk,
} from '#shared/contract/camera.ts';
import { isoNow } from '../clock.ts';
import {
  AssignSchema,
  ControlChangeSchema,
  parsePayload,
  SlotConfigSchema,
  StartRecordingSchema,
  StartSessionSchema,
  type SlotConfig,
} from './commands.ts';
import type { DiskUse } from './disk/disk-guard.ts';
import { CameraTrouble } from './ports.ts';
import { asFilePart } from './recording/take-names.ts';
import { AssignedCamera } from './runtime-assigned.ts';
import type { Assignment, RuntimeDeps } from './runtime-deps.ts';
import { SlotRecording } from './runtime-recording.ts';
import { deviceReport, reportTake, troubleOf } from './runtime-reports.ts';
import { Turns, type Payload, type Say } from './runtime-turns.ts';
import { alone, type Part } from './together.ts';

/** `part` is waited for at the moment that several cameras share. */
type Handler = (payload: Payload, say: Say, part: Part) => Promise<void> | void;

/** One camera slot: what it is told, one command after another, and what it reports. */
export class CamerasRuntime {
  readonly #deps: RuntimeDeps;
  readonly #recording: SlotRecording;
  readonly #turns = new Turns((status, payload) => this.#say(status, payload));
  #assigned: AssignedCamera | null = null;
  /** What the operator should know though the camera says nothing: a failed assignment, a take that ended. */
  #notice: string | null = null;
  #sessionId: string | null = null;
  #settings: SlotConfig = {};
  #closed = false;

  constructor(deps: RuntimeDeps) {
    this.#deps = deps;
    this.#recording = new SlotRecording({
      clock: deps.clock,
      startTake: deps.startTake,
      broke: (message) => void this.stopTake(message),
    });
  }

  /** Says that it is there, once whoever made it can hear. */
  begin(): void {
    this.#say('ready', {});
  }

  readonly #handlers = {
    assign_device: (payload, say) => {
      const { descriptor, mode } = parsePayload(AssignSchema, payload);
      return this.#assign({ descriptor, mode, settings: this.#settings }, say, false);
    },
    unassign_device: (_, say) => this.#unassign(say),
    unassign_all_devices: (_, say) => this.#unassign(say),
    start_recording: (payload, say, part) => this.#record(payload, say, part),
    record: (payload, say, part) => this.#record(payload, say, part),
    stop_recording: (_, say, part) => this.#stop('asked', say, part),
    pause: (_, say, part) => this.#pause(say, part),
    pause_recording: (_, say, part) => this.#pause(say, part),
    resume_recording: async (_, say, part) => {
      await part.arrive();
      this.#recording.resume();
      say('recording_resumed', { ...this.#recording.state() });
    },
    start_session: (payload, say) => {
      this.#sessionId = parsePayload(StartSessionSchema, payload).session_id;
      say('ready', { session_id: this.#sessionId });
    },
    stop_session: async (_, say, part) => {
      if (this.#recording.running) await this.#stop('the session ended', say, part);
      this.#sessionId = null;
      say('ready', { session_id: null });
    },
    apply_config: (payload, say) => this.#configure(payload, say),
    control_change: async (payload, say) => {
      const { control, value } = parsePayload(ControlChangeSchema, payload);
      const actual = await this.#camera().source.setControl(control, value);
      say('ready', { control, requested: value, value: actual });
    },
    reprobe: async (_, say) => {
      const { source } = this.#camera();
      await source.reprobe();
      say('device_ready', deviceReport(source));
    },
  } satisfies Record<CameraCommand, Handler>;

  /** Resolves with the statuses that it brought, an `error` last where it failed. Never rejects. */
  async command(
    command: string,
    payload: Payload,
    part: Part = alone,
  ): Promise<CameraStatus[]> {
    const turn = this.#turns.take(async (say) => {
      try {
        await this.#perform(command, payload, say, part);
      } catch (error) {
        this.#fail(command, error, say);
      }
    });
    try {
      return await turn;
    } catch (error) {
      return await this.#turns.collect((say) => this.#fail(command, error, say));
    } finally {
      part.leave();
    }
  }

  /** Gives the slot back what it had before a restart, and waits for a camera that is not there yet. */
  restore(assignment: Assignment): Promise<CameraStatus[]> {
    return this.#turns.take(async (say) => {
      this.#settings = assignment.settings;
      await this.#assign(assignment, say, true).catch((error: unknown) =>
        this.#fail('assign_device', error, say),
      );
    });
  }

  /** Ends a take that can't go on, for a reason that the operator reads. Without one it does nothing. */
  stopTake(reason: string): Promise<CameraStatus[]> {
    return this.#turns.take(async (say) => {
      if (!this.#recording.running) return;
      say('error', {
        command: 'record',
        error: reason,
        recoverable: true,
        hint: 'The take was ended; what it has is kept. Remove the cause, then record again.',
      });
      await this.#stop(reason, say);
      this.#notice = reason;
      this.#deps.changed();
    });
  }

  /** Of the disk that the take is on: says so, and ends the take where it has to. */
  diskLow({ output_dir, level, free_bytes, minutes_left, message }: Disk): void {
    this.#say('disk_low', { output_dir, level, free_bytes, minutes_left, message });
    if (level === 'stop') void this.stopTake(message ?? 'The disk is full.');
    else this.#notice = message;
  }

  async close(): Promise<void> {
    await this.#turns.take(async (say) => {
      this.#closed = true;
      await this.#detach('the app closes', say);
    });
  }

  /** Nothing was given to it that anybody would miss, and nothing is about to be. */
  get isBlank(): boolean {
    if (!this.#turns.idle) return false;
    const untouched = this.#sessionId === null && Object.keys(this.#settings).length === 0;
    return untouched && !this.#assigned && this.#notice === null;
  }

  get assignment(): Assignment | null {
    const source = this.#assigned?.source;
    if (!source) return null;
    return { descriptor: source.descriptor, mode: source.wanted, settings: this.#settings };
  }

  get outputDir(): string {
    return this.#settings.output_dir ?? this.#deps.outputDir();
  }

  /** What goes to a disk now, or would if it recorded; null where there is no camera. */
  use(): DiskUse | null {
    if (!this.#assigned) return null;
    const { outputDir } = this.#recording;
    const recording = outputDir !== null;
    const measured = recording ? this.#recording.bytesPerSecond() : 0;
    return {
      outputDir: outputDir ?? this.outputDir,
      bytesPerS: measured || this.#assigned.meters.bytesPerSecond(),
      recording,
    };
  }

  /** Whether a command that is meant for all cameras together is meant for this one. */
  concerns(command: string): boolean {
    if (!this.#assigned) return false;
    const { running, paused } = this.#recording;
    switch (command) {
      case 'start_recording':
      case 'record':
        return !running;
      case 'stop_recording':
        return running;
      case 'pause':
      case 'pause_recording':
        return running && !paused;
      case 'resume_recording':
        return paused;
      default:
        return true;
    }
  }

  view(): CameraSlot {
    const { source, meters } = this.#assigned ?? {};
    return {
      slot: this.#deps.slot,
      status: source?.status ?? (this.#notice === null ? 'idle' : 'error'),
      name: source?.descriptor.name ?? null,
      descriptor: source?.descriptor ?? null,
      capabilities: source?.capabilities ?? null,
      mode: source?.mode ?? null,
      recording: this.#recording.state(),
      telemetry: meters?.read(this.#recording) ?? null,
      preview: this.#deps.preview(),
      message: source?.message ?? this.#notice,
      session_id: this.#sessionId,
    };
  }

  async #perform(command: string, payload: Payload, say: Say, part: Part): Promise<void> {
    if (this.#closed)
      throw new CameraTrouble('The app is closing.', 'Start it again, then repeat it.');
    if (!isCameraCommand(command))
      throw new CameraTrouble(
        `Unknown command: ${command}`,
        `Use one of ${Object.keys(this.#handlers).join(', ')}.`,
      );
    await this.#handlers[command](payload, say, part);
  }

  async #assign(assignment: Assignment, say: Say, restoring: boolean): Promise<void> {
    const { descriptor } = assignment;
    const holder = this.#deps.claim(descriptor);
    if (holder !== null)
      throw new CameraTrouble(
        `${descriptor.name} is in slot ${holder} already.`,
        `Release it there first, or choose another camera.`,
      );
    await this.#detach('another camera was assigned', say);
    this.#notice = null;
    const { source } = this.#attach(assignment);
    try {
      await source.connect();
      say('device_ready', deviceReport(source));
    } catch (error) {
      const { message, hint } = troubleOf(error);
      say('device_error', { camera_id: descriptor.camera_id, error: message, hint });
      // A stream may come up later; one that is plugged in by hand is assigned again by hand.
      if (restoring || descriptor.camera_id.backend === 'network') {
        source.keepTrying(`${message} ${hint}`);
      } else {
        await this.#let();
        this.#deps.release();
        this.#notice = `${message} ${hint}`;
      }
      throw error;
    } finally {
      this.#deps.remember();
      this.#deps.changed();
    }
  }

  #attach({ descriptor, mode }: Assignment): AssignedCamera {
    const { clock, backends } = this.#deps;
    this.#assigned = new AssignedCamera(
      {
        clock,
        backend: backends[descriptor.camera_id.backend],
        recording: this.#recording,
        telemetryIntervalMs: () => this.#config().telemetry_interval_ms,
        metricsEveryFrames: () => this.#config().metrics_every_frames,
        frame: (frame) => this.#deps.frame(frame),
        say: (status, payload) => this.#say(status, payload),
        changed: () => this.#deps.changed(),
      },
      descriptor,
      mode,
    );
    return this.#assigned;
  }

  async #unassign(say: Say): Promise<void> {
    if (this.#assigned) await this.#detach('the camera was released', say);
    else say('device_released', {});
    this.#deps.release();
    this.#notice = null;
    this.#deps.remember();
    this.#deps.changed();
  }

  /** The claim on the camera stays. */
  async #detach(reason: string, say: Say): Promise<void> {
    const assigned = this.#assigned;
    if (!assigned) return;
    if (this.#recording.running) await this.#stop(reason, say);
    await this.#let();
    const { name, camera_id } = assigned.source.descriptor;
    say('device_released', { name, camera_id });
  }

  async #let(): Promise<void> {
    const assigned = this.#assigned;
    this.#assigned = null;
    await assigned?.close();
  }

  async #record(payload: Payload, say: Say, part: Part): Promise<void> {
    const asked = parsePayload(StartRecordingSchema, payload);
    const { source, meters } = this.#camera();
    const { mode, descriptor } = source;
    if (!mode)
      throw new CameraTrouble(
        `${descriptor.name} is not there: ${source.message ?? 'it has not started yet'}`,
        'Record once its picture is there.',
      );
    const outputDir = asked.output_dir ?? this.outputDir;
    if (!this.#recording.running)
      await this.#deps.admitTake(outputDir, meters.bytesPerSecond());
    const config = this.#config();
    this.#notice = null;
    const request = {
      slot: this.#deps.slot,
      camera: asFilePart(descriptor.name),
      mode,
      codec: config.codec,
      outputDir,
      sessionPrefix: asked.session_prefix ?? this.#sessionId ?? 'recording',
      trialNumber: asked.trial_number,
      queueLimit: config.queue_limit,
    };
    await this.#recording.start(request, () => part.arrive());
    say('recording_started', { ...this.#recording.state() });
  }

  async #pause(say: Say, part: Part): Promise<void> {
    await part.arrive();
    this.#recording.pause();
    say('recording_paused', { ...this.#recording.state() });
  }

  async #stop(reason: string, say: Say, part: Part = alone): Promise<void> {
    await part.arrive();
    const take = await this.#recording.stop(reason);
    reportTake(take, reason, say);
  }

  async #configure(payload: Payload, say: Say): Promise<void> {
    const { mode, ...settings } = parsePayload(SlotConfigSchema, payload);
    if (mode) {
      const { source } = this.#camera();
      if (this.#recording.running)
        throw new CameraTrouble('mode: a take is being recorded.', 'Stop it first.');
      await source.changeMode(mode);
      say('device_ready', deviceReport(source));
    }
    this.#settings = { ...this.#settings, ...settings };
    this.#deps.remember();
    say('ready', { config: { ...this.#config() } });
  }

  #config(): CamerasConfig {
    return { ...this.#deps.config(), ...this.#settings };
  }

  #camera(): AssignedCamera {
    if (this.#assigned) return this.#assigned;
    throw new CameraTrouble(
      `There is no camera in slot ${this.#deps.slot}.`,
      'Assign one first.',
    );
  }

  #fail(command: string, error: unknown, say: Say): void {
    const { message, hint, expected } = troubleOf(error);
    if (!expected)
      this.#deps.log.error(
        { err: error, slot: this.#deps.slot, command },
        'a camera command failed',
      );
    say('error', { command, error: message, recoverable: expected, hint });
  }

  #say(status: CameraStatus['status'], payload: Payload): CameraStatus {
    const { slot, clock } = this.#deps;
    const said = { slot, status, payload, at: isoNow(clock) };
    this.#deps.status(said);
    if (status !== 'telemetry') this.#deps.changed();
    return said;
  }
}
