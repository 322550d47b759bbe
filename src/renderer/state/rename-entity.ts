import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../link/engine.ts';
import { faultOf } from '../link/faults.ts';
import { removingShown, staleOf } from '../link/precondition.ts';
import { followSurface } from './surface.ts';
import { offerUndo, say } from './undo-toast.ts';

const areas = {
  intent: 'intents',
  macro: 'macros',
  protocol: 'protocols',
  device: 'devices',
} as const;
export type RenamableKind = keyof typeof areas;

/** Longer than a usual call: every reference is written by itself. */
const RENAME_MS = 30_000;

const write = async (kind: RenamableKind, name: string, to: string): Promise<Fault | null> => {
  try {
    await ask(
      (client, options) =>
        client[areas[kind]].rename(
          { params: { name }, headers: removingShown(kind, name), body: { to } },
          options,
        ),
      RENAME_MS,
    );
    if (kind === 'device') followSurface(name, to);
    return null;
  } catch (error) {
    return staleOf(error) ?? faultOf(error);
  }
};

/**
 * Gives it another name, everything that names it follows, and there is a way back for a while. `onRenamed` is told
 * each time. Null where it is done.
 */
export const renameEntity = async (
  kind: RenamableKind,
  from: string,
  to: string,
  onRenamed: (name: string) => void,
): Promise<Fault | null> => {
  const fault = await write(kind, from, to);
  if (fault) return fault;
  onRenamed(to);
  const undo = async (): Promise<void> => {
    const kept = await write(kind, to, from);
    say(kept ? `It is still ${to}: ${kept.message}` : `${from} has its name again`);
    if (!kept) onRenamed(from);
  };
  offerUndo(`${from} is ${to} now`, () => void undo());
  return null;
};
