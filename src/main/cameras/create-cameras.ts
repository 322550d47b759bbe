import { join } from 'node:path';
import {
  CamerasConfigSchema,
  LastTakeSchema,
  type CameraDescriptor,
  type CamerasConfig,
  type CameraSlot,
  type CameraStatus,
  type LastTake,
} from '#shared/contract/camera.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Listeners } from '../store/listeners.ts';
import { CamerasRuntime } from './camera-runtime.ts';
import { DiskGuard } from './disk/disk-guard.ts';
import type { TakeKeeping } from './keep-takes.ts';
import { CameraTrouble, type Frame } from './ports.ts';
import { PreviewHub } from './preview/preview-hub.ts';
import { AssignmentsFile } from './runtime-assignments.ts';
import type { Assignment, Backends } from './runtime-deps.ts';
import type { TakeLibrary } from './takes/take-library.ts';

const MOST_SLOTS = 16;
const MOST_NAMED = 64;

export interface CamerasOptions {
  clock: Clock;
  log: Log;
  dataDir: string;
  config?: Partial<CamerasConfig>;
  backends: Backends;
  takes: TakeKeeping;
  /** Of a folder's disk; the system's answer where absent. */
  freeBytes?: (outputDir: string) => Promise<number>;
  /** A slot's view is other than before; null where the slot is gone. */
  show?: (slot: string, view: CameraSlot | null) => void;
}

/** The cameras of this control room. */
export interface Cameras {
  list(): CameraSlot[];
  /** Cameras that there are, assigned or not. A backend that can't look offers none. */
  discover(): Promise<CameraDescriptor[]>;
  /** Resolves with the statuses that it brought, an `error` among them where it failed. Never rejects. */
  command(
    slot: string,
    command: { command: string; payload: Record<string, unknown> },
  ): Promise<CameraStatus[]>;
  /** What was recorded, in every folder that a slot records to or a take was started in. */
  readonly recorded: TakeLibrary;
  /** The newest picture; null where there is none. */
  frame(slot: string): Frame | null;
  /** Pictures as they come, the newest each time, until the signal aborts. */
  preview(slot: string, signal: AbortSignal): AsyncGenerator<Frame, void, void>;
  onStatus(listener: (status: CameraStatus) => void): () => void;
  /** Gives the slots what they had before a restart, then `demo` to those of its slots that are free. */
  restore(demo?: Record<string, CameraDescriptor>): Promise<void>;
  /** Ends takes and captures. */
  close(): Promise<void>;
}

const isSame = (a: CameraDescriptor, b: CameraDescriptor): boolean =>
  a.camera_id.backend === b.camera_id.backend &&
  (a.camera_id.stable_id === b.camera_id.stable_id ||
    (a.camera_id.backend !== 'synthetic' && a.device_path === b.device_path));

export const createCameras = (options: CamerasOptions): Cameras => {
  const { clock, log, dataDir, backends, takes, show } = options;
  const config = CamerasConfigSchema.parse(options.config ?? {});
  const outputDir = config.output_dir ?? join(dataDir, 'recordings');
  const file = new AssignmentsFile(dataDir, log);
  const previews = new PreviewHub();
  const listeners = new Listeners<CameraStatus>();
  const slots = new Map<string, CamerasRuntime>();
  const claims = new Map<string, CameraDescriptor>();
  /** Slots whose cameras come with the show of the day and not from the operator. */
  const lent = new Set<string>();
  const lastTakes = new Map<string, LastTake>();
  /** Folders that a command named for one take. */
  const named = new Set<string>();
  const recorded = takes.library(() => [
    ...new Set([outputDir, ...[...slots.values()].map((slot) => slot.outputDir), ...named]),
  ]);
  let closing = false;

  const viewOf = (slot: string, runtime: CamerasRuntime): CameraSlot => ({
    ...runtime.view(),
    last_take: lastTakes.get(slot) ?? null,
  });

  const disk = new DiskGuard({
    clock,
    log,
    ...(options.freeBytes ? { freeBytes: options.freeBytes } : {}),
    limits: () => config,
    recording: () => [...slots.values()].flatMap((runtime) => runtime.writing() ?? []),
    changed: (state) => {
      if (state.level === 'ok') return;
      for (const runtime of slots.values())
        if (runtime.writing()?.outputDir === state.outputDir) runtime.diskLow(state);
    },
  });

  const remember = (): void => {
    if (closing) return;
    const lasting: Record<string, Assignment> = {};
    for (const [slot, { assignment }] of slots)
      if (assignment && !lent.has(slot)) lasting[slot] = assignment;
    file.write(lasting);
  };

  const claim = (slot: string, descriptor: CameraDescriptor): string | null => {
    for (const [holder, held] of claims)
      if (holder !== slot && isSame(held, descriptor)) return holder;
    claims.set(slot, descriptor);
    return null;
  };

  const judged = (slot: string, take: object): void => {
    lastTakes.set(slot, LastTakeSchema.parse({ ...take, at: isoNow(clock) }));
    const runtime = slots.get(slot);
    if (runtime) show?.(slot, viewOf(slot, runtime));
  };

  const recover = async (folder: string): Promise<void> => {
    for (const take of await takes.recover(folder)) judged(take.slot, take);
  };

  const makeSlot = (slot: string): CamerasRuntime => {
    const runtime = new CamerasRuntime({
      slot,
      clock,
      log,
      config,
      outputDir,
      backends,
      startTake: takes.start,
      async admitTake(folder, bytesPerS) {
        if (folder === outputDir) await takes.prepare(folder);
        await disk.admit(folder, bytesPerS);
        if (named.size < MOST_NAMED) named.add(folder);
      },
      claim: (descriptor) => claim(slot, descriptor),
      release: () => {
        claims.delete(slot);
        previews.clear(slot);
      },
      frame: (frame) => previews.offer(slot, frame),
      status: (status) => {
        listeners.tell(status);
        if (status.status === 'take_verdict') judged(slot, status.payload);
      },
      changed: () => {
        if (slots.get(slot) === runtime) show?.(slot, viewOf(slot, runtime));
      },
      remember,
    });
    slots.set(slot, runtime);
    runtime.begin();
    return runtime;
  };

  const refused = (slot: string, command: string, trouble: CameraTrouble): CameraStatus => {
    const payload = { command, error: trouble.message, recoverable: true, hint: trouble.hint };
    const status = { slot, status: 'error' as const, payload, at: isoNow(clock) };
    listeners.tell(status);
    return status;
  };

  return {
    recorded,
    list: () => [...slots].map(([slot, runtime]) => viewOf(slot, runtime)),

    async discover() {
      const looks = await Promise.allSettled(
        Object.values(backends).map((backend) => backend.discover()),
      );
      return looks.flatMap((look) => {
        if (look.status === 'fulfilled') return look.value;
        log.warn({ err: look.reason as unknown }, 'cameras could not be looked for');
        return [];
      });
    },

    async command(slot, { command, payload }) {
      const known = slots.get(slot);
      if (!known && slots.size >= MOST_SLOTS)
        return [
          refused(
            slot,
            command,
            new CameraTrouble(
              `There is no slot ${slot}, and no room for a new one.`,
              `Use one of ${[...slots.keys()].join(', ')}.`,
            ),
          ),
        ];
      const runtime = known ?? makeSlot(slot);
      if (command === 'assign_device') lent.delete(slot);
      const statuses = await runtime.command(command, payload);
      if (!known && runtime.isBlank && slots.get(slot) === runtime) {
        slots.delete(slot);
        show?.(slot, null);
      }
      return statuses;
    },

    frame: (slot) => previews.latest(slot),
    preview: (slot, signal) => previews.watch(slot, signal),
    onStatus: (listener) => listeners.add(listener),

    async restore(demo = {}) {
      const known = await file.read();
      const folders = new Set([outputDir]);
      for (const { settings } of Object.values(known))
        if (settings.output_dir) folders.add(settings.output_dir);
      const wanted: Record<string, Assignment> = { ...known };
      for (const [slot, descriptor] of Object.entries(demo)) {
        if (slot in known || slots.has(slot)) continue;
        wanted[slot] = { descriptor, mode: null, settings: {} };
        lent.add(slot);
      }
      await Promise.all([
        ...[...folders].map(recover),
        ...Object.entries(wanted).map(([slot, assignment]) =>
          closing || slots.has(slot) ? [] : makeSlot(slot).restore(assignment),
        ),
      ]);
    },

    async close() {
      closing = true;
      disk.close();
      await Promise.all([...slots.values()].map((runtime) => runtime.close()));
      await file.settled();
    },
  };
};
