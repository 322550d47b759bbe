import { z } from 'zod';
import type { CameraCommand, CameraSlot, CameraStatus } from '#shared/contract/camera.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Reply } from '#shared/contract/execution.ts';
import type { Performed } from '../engine/performer.ts';
import { cutText } from '../transports/cut-text.ts';

interface Commanded {
  command: CameraCommand;
  /** For every camera: those that had nothing to stop are no failure. */
  isForAll: boolean;
  /** The slots as they were before. */
  before: readonly CameraSlot[];
  statuses: readonly CameraStatus[];
}

const ErrorSchema = z.object({
  error: z.string(),
  hint: z.string().optional(),
  recoverable: z.boolean().default(true),
});

interface Failure extends z.infer<typeof ErrorSchema> {
  slot: string;
}

/** True where a slot has nothing that the command could end or go on with. */
const hasNothingToDo = (command: CameraCommand, view: CameraSlot | undefined): boolean => {
  switch (command) {
    case 'stop_recording':
      return !view?.recording;
    case 'pause':
    case 'pause_recording':
      return view?.recording?.paused !== false;
    case 'resume_recording':
      return view?.recording?.paused !== true;
    case 'start_recording':
    case 'record':
    case 'assign_device':
    case 'unassign_device':
    case 'unassign_all_devices':
    case 'start_session':
    case 'stop_session':
    case 'apply_config':
    case 'control_change':
    case 'reprobe':
      return false;
  }
};

/** A few words for a key. */
const shortOf = (command: CameraCommand, view: CameraSlot | undefined): string => {
  if (command !== 'assign_device' && !view?.descriptor) return 'no camera';
  const starts = command === 'start_recording' || command === 'record';
  if (starts && view?.recording) return 'REC already';
  if (starts && view?.mode === null) return 'no picture';
  return hasNothingToDo(command, view) && !view?.recording ? 'no take' : 'camera error';
};

const failuresIn = (statuses: readonly CameraStatus[]): Failure[] =>
  statuses.flatMap(({ slot, status, payload }) => {
    if (status !== 'error') return [];
    const { data } = ErrorSchema.safeParse(payload);
    return [{ slot, ...(data ?? { error: 'It failed.', recoverable: true }) }];
  });

const typeOf = (
  { recoverable }: Failure,
  view: CameraSlot | undefined,
): Fault['error_type'] => {
  if (!recoverable) return 'internal';
  return view && !view.descriptor ? 'device_not_found' : 'protocol_error';
};

const faultOf = (
  { command, before }: Commanded,
  failures: readonly [Failure, ...Failure[]],
  asked: number,
): Fault => {
  const [first] = failures;
  const view = before.find(({ slot }) => slot === first.slot);
  const names = failures.map(({ slot }) => slot).join(', ');
  return {
    error_type: typeOf(first, view),
    message:
      asked === 1
        ? `${first.slot}: ${first.error}`
        : `${failures.length} of ${asked} did not do it (${names}): ${first.error}`,
    details: {
      command,
      failed: Object.fromEntries(failures.map(({ slot, error }) => [slot, error])),
      short: shortOf(command, view),
      ...(first.hint === undefined ? {} : { hint: first.hint }),
    },
  };
};

const FactsSchema = z.object({
  verdict: z.string().optional(),
  file: z.string().optional(),
  name: z.string().optional(),
  frames: z.number().optional(),
  reasons: z.array(z.string()).default([]),
  error: z.string().optional(),
});

const lineOf = ({ slot, status, payload }: CameraStatus): string => {
  const { data } = FactsSchema.safeParse(payload);
  const { verdict, file, name, frames, reasons = [], error } = data ?? {};
  const facts = [verdict, file ?? name, frames === undefined ? undefined : `${frames} frames`];
  return [`${slot}: ${status}`, ...facts, error, ...reasons].filter(Boolean).join(' ');
};

const replyOf = (statuses: readonly CameraStatus[]): Reply =>
  cutText(statuses.map(lineOf).join(' · '));

/** What the statuses of a command say of it: failed where one slot failed, with its reason. */
export const judgeStatuses = (commanded: Commanded): Performed => {
  const { command, isForAll, before, statuses } = commanded;
  const reply = replyOf(statuses);
  const failures = failuresIn(statuses);
  const viewOf = (slot: string) => before.find((view) => view.slot === slot);
  const asked = new Set([...before, ...statuses].map(({ slot }) => slot)).size;
  const idle = failures.filter(({ slot }) => isForAll && hasNothingToDo(command, viewOf(slot)));
  // Where nobody had anything to do, that is what has to be said.
  const told = idle.length < asked ? failures.filter((each) => !idle.includes(each)) : failures;
  const [first, ...others] = told;
  if (!first) return { outcome: 'ok', reply };
  const meant = told === failures ? asked : asked - idle.length;
  return { outcome: 'failed', fault: faultOf(commanded, [first, ...others], meant), reply };
};
