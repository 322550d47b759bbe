import { join } from 'node:path';
import {
  ALL_CAMERAS,
  CamerasConfigSchema,
  LastTakeSchema,
  type CameraDescriptor,
  type CamerasConfig,
  type CameraSlot,
  type CameraStatus,
  type Disk,
  type LastTake,
  type SelfTest,
} from '#shared/contract/camera.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Listeners } from '../store/listeners.ts';
import { CamerasRuntime } from './camera-runtime.ts';
import { DiskGuard, type DiskSpace } from './disk/disk-guard.ts';
import type { TakeKeeping } from './keep-takes.ts';
import { CameraTrouble, type Frame } from './ports.ts';
import { PreviewHub, type ViewingHandle } from './preview/preview-hub.ts';
import type { Viewer } from './preview/viewing.ts';
import { AssignmentsFile } from './runtime-assignments.ts';
import { selfTest } from './takes/self-test.ts';
import type { Assignment, Backends } from './runtime-deps.ts';
import type { TakeLibrary } from './takes/take-library.ts';
import { alone, together, type Part } from './together.ts';

const MOST_SLOTS = 16;
const MOST_NAMED = 64;

export interface CamerasOptions {
  clock: Clock;
  log: Log;
  dataDir: string;
  /** As it is now; the defaults where absent. */
  config?: () => CamerasConfig;
  backends: Backends;
  takes: TakeKeeping;
  /** Of a folder's disk; the system's answer where absent. */
  diskSpace?: (outputDir: string) => Promise<DiskSpace>;
  /** A slot's view is other than before; null where the slot is gone. */
  show?: (slot: string, view: CameraSlot | null) => void;
  /** A folder's disk is other than before; null where the folder is in use no more. */
  showDisk?: (outputDir: string, disk: Disk | null) => void;
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
  /**
   * One command to several slots, carried out in one moment: takes of cameras that start or stop together do so
   * within a frame of each other. `all`: every camera that it means anything to. Never rejects.
   */
  commandTogether(
    slots: readonly string[] | 'all',
    command: { command: string; payload: Record<string, unknown> },
  ): Promise<CameraStatus[]>;
  /** The disks of the folders that takes go to, looked at now. */
  disks(): Promise<Disk[]>;
  /** Tries the recorder with known losses, on the disk that takes go to. @throws CameraTrouble */
  selfTest(): Promise<SelfTest>;
  /** What was recorded, in every folder that a slot records to or a take was started in. */
  readonly recorded: TakeLibrary;
  /** The newest picture; null where there is none. */
  frame(slot: string): Frame | null;
  /** Shows pictures as they come, the newest each time. Waits for a camera where the slot has none. */
  preview(slot: string, viewer: Viewer): ViewingHandle;
  onStatus(listener: (status: CameraStatus) => void): () => void;
  /** Gives the slots what they had before a restart, and makes takes of what a crash left. */
  restore(): Promise<void>;
  /** Assigns these to those of their slots that have no camera. */
  offer(cameras: Readonly<Record<string, CameraDescriptor>>): Promise<void>;
  /** Ends takes and captures. */
  close(): Promise<void>;
}

const isSame = (a: CameraDescriptor, b: CameraDescriptor): boolean =>
  a.camera_id.backend === b.camera_id.backend &&
  (a.camera_id.stable_id === b.camera_id.stable_id ||
    (a.camera_id.backend !== 'synthetic' && a.device_path === b.device_path));

const noSlotName = new CameraTrouble(
  `"${ALL_CAMERAS}" stands for every camera and can't be the name of a slot.`,
  'Name the slot cam_1, for instance.',
);

type Tell = (
  slot: string,
  command: { command: string; payload: Record<string, unknown> },
  part: Part,
) => Promise<CameraStatus[]>;

/** Why a command to all cameras found none. */
const nobody = (command: string, hasSlots: boolean): CameraTrouble =>
  hasSlots
    ? new CameraTrouble(
        `No camera is in a state for ${command}.`,
        'Start takes before you pause or stop them; what records already is not started again.',
      )
    : new CameraTrouble('No camera is assigned.', 'Assign one first.');

export const createCameras = (options: CamerasOptions): Cameras => {
  const { clock, log, dataDir, backends, takes, show, showDisk } = options;
  const defaults = CamerasConfigSchema.parse({});
  const config = options.config ?? ((): CamerasConfig => defaults);
  const ownDir = join(dataDir, 'recordings');
  const outputDir = (): string => config().output_dir ?? ownDir;
  const file = new AssignmentsFile(dataDir, log);
  const previews = new PreviewHub(clock);
  const listeners = new Listeners<CameraStatus>();
  const slots = new Map<string, CamerasRuntime>();
  const claims = new Map<string, CameraDescriptor>();
  const lastTakes = new Map<string, LastTake>();
  /** Folders that a command named for one take. */
  const named = new Set<string>();
  const recorded = takes.library(() => [
    ...new Set([outputDir(), ...[...slots.values()].map((slot) => slot.outputDir), ...named]),
  ]);
  let closing = false;

  const viewOf = (slot: string, runtime: CamerasRuntime): CameraSlot => ({
    ...runtime.view(),
    last_take: lastTakes.get(slot) ?? null,
  });

  let shownDisks: readonly Disk[] = [];
  const disk = new DiskGuard({
    clock,
    log,
    ...(options.diskSpace ? { space: options.diskSpace } : {}),
    limits: config,
    uses: () => [...slots.values()].flatMap((runtime) => runtime.use() ?? []),
    changed: (state) => {
      if (state.level === 'ok') return;
      for (const runtime of slots.values()) {
        const use = runtime.use();
        if (use?.recording && use.outputDir === state.output_dir) runtime.diskLow(state);
      }
    },
    seen: (disks) => {
      for (const { output_dir } of shownDisks)
        if (!disks.some((now) => now.output_dir === output_dir)) showDisk?.(output_dir, null);
      for (const now of disks) showDisk?.(now.output_dir, now);
      shownDisks = disks;
    },
  });
  const remember = (): void => {
    if (closing) return;
    const lasting: Record<string, Assignment> = {};
    for (const [slot, { assignment }] of slots) if (assignment) lasting[slot] = assignment;
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
        if (folder === ownDir) await takes.prepare(folder);
        await disk.admit(folder, bytesPerS);
        if (named.size < MOST_NAMED) named.add(folder);
      },
      claim: (descriptor) => claim(slot, descriptor),
      release: () => {
        claims.delete(slot);
        previews.clear(slot);
      },
      frame: (frame) => previews.offer(slot, frame),
      preview: () => previews.figures(slot),
      status: (status) => {
        if (status.status === 'telemetry') previews.measure(slot);
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

  const noRoom = (slot: string, command: string): CameraStatus[] => {
    const message = `There is no slot ${slot}, and no room for a new one.`;
    const hint = `Use one of ${[...slots.keys()].join(', ')}.`;
    return [refused(slot, command, new CameraTrouble(message, hint))];
  };
  const tell: Tell = async (slot, { command, payload }, part) => {
    const known = slots.get(slot);
    if (slot === ALL_CAMERAS) return [refused(slot, command, noSlotName)];
    if (!known && slots.size >= MOST_SLOTS) return noRoom(slot, command);
    const runtime = known ?? makeSlot(slot);
    const statuses = await runtime.command(command, payload, part);
    if (!known && runtime.isBlank && slots.get(slot) === runtime) {
      slots.delete(slot);
      previews.remove(slot);
      show?.(slot, null);
    }
    return statuses;
  };

  const give = async (slot: string, assignment: Assignment): Promise<void> => {
    if (closing || slots.get(slot)?.assignment) return;
    await (slots.get(slot) ?? makeSlot(slot)).restore(assignment);
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

    command: (slot, command) => tell(slot, command, alone),
    async commandTogether(wanted, command) {
      const names =
        wanted === 'all'
          ? [...slots].flatMap(([slot, it]) => (it.concerns(command.command) ? slot : []))
          : [...new Set(wanted)];
      if (names.length === 0)
        return [refused(ALL_CAMERAS, command.command, nobody(command.command, slots.size > 0))];
      const parts = together(names.length, clock);
      const told = await Promise.all(
        names.map(async (slot, at) => {
          const part = parts[at] ?? alone;
          return tell(slot, command, part).finally(() => part.leave());
        }),
      );
      return told.flat();
    },
    async disks() {
      await disk.check();
      return [...shownDisks];
    },
    async selfTest() {
      const live = [...slots].flatMap(([slot, runtime]) => {
        const frame = previews.latest(slot);
        const { mode } = runtime.view();
        return frame && mode ? [{ picture: frame.jpeg, size: mode }] : [];
      })[0];
      if (!live)
        throw new CameraTrouble(
          'There is no picture to try the recorder with.',
          'Assign a camera, a test picture will do.',
        );
      const { picture, size } = live;
      const { width, height } = size;
      await takes.prepare(ownDir);
      return selfTest({
        start: takes.start,
        clock,
        outputDir: outputDir(),
        picture,
        size: { width, height },
      });
    },

    frame: (slot) => previews.latest(slot),
    preview: (slot, viewer) => previews.view(slot, viewer),
    onStatus: (listener) => listeners.add(listener),

    async restore() {
      const known = await file.read();
      await takes.prepare(ownDir).catch((error: unknown) => {
        log.warn({ err: error }, 'the folder for takes could not be made');
      });
      const folders = new Set([outputDir()]);
      for (const { settings } of Object.values(known))
        if (settings.output_dir) folders.add(settings.output_dir);
      await Promise.all([
        ...[...folders].map(recover),
        ...Object.entries(known).map(([slot, assignment]) => give(slot, assignment)),
      ]);
    },
    async offer(offered) {
      await Promise.all(
        Object.entries(offered).map(([slot, descriptor]) =>
          give(slot, { descriptor, mode: null, settings: {} }),
        ),
      );
    },
    async close() {
      closing = true;
      disk.close();
      await Promise.all([...slots.values()].map((runtime) => runtime.close()));
      await file.settled();
    },
  };
};
