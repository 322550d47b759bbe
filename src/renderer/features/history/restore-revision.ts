import type { Fault } from '#shared/contract/errors.ts';
import { revisionKey } from '#shared/contract/mirror.ts';
import type { Revision } from '#shared/contract/revisions.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { writingOver } from '../../link/precondition.ts';
import {
  deleteEntity,
  putEntity,
  type Editable,
  type DeletableKind,
} from '../../link/save-entity.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { AREAS, whatWords, whenWords, type HistoryKind } from './history-words.ts';

/** Writes over that revision; resolves with why it could not. */
type Back = (over: string) => Promise<Fault | null>;

const FASTER = (what: string): Fault => ({
  error_type: 'precondition_failed',
  message: `Somebody else changed ${what} meanwhile. Nothing was changed now.`,
  details: { hint: 'Look at its history once more.' },
});

const puttingBack = <K extends DeletableKind>(
  kind: K,
  name: string,
  value: Editable[K] | undefined,
): Back =>
  async function (over) {
    const written =
      value === undefined
        ? await deleteEntity(kind, name, over)
        : await putEntity(kind, name, value, over);
    return written.ok ? null : (written.fault ?? FASTER(whatWords(kind, name)));
  };

/** The way back to what stands now. */
const backOf = (kind: HistoryKind, name: string): Back => {
  const mirror = useMirror.getState();
  switch (kind) {
    case 'intent':
      return puttingBack(kind, name, mirror.intents[name]);
    case 'macro':
      return puttingBack(kind, name, mirror.macros[name]);
    case 'protocol':
      return puttingBack(kind, name, mirror.protocols[name]);
    case 'device':
      return puttingBack(kind, name, mirror.devices[name]);
    case 'layout':
      return puttingBack(kind, name, mirror.layouts[name]);
    case 'hardware':
      return puttingBack(kind, name, mirror.hardware_clients[name]);
    case 'config': {
      const body = mirror.config[name];
      return async (over) => {
        if (!body) return FASTER(whatWords(kind, name));
        const written = await putEntity(kind, name, body, over);
        return written.ok ? null : (written.fault ?? FASTER(whatWords(kind, name)));
      };
    }
  }
};

/** Restores a revision over what is shown, and offers the way back. Resolves with why it could not. */
export const restoreRevision = async (
  kind: HistoryKind,
  name: string,
  revision: Revision,
): Promise<Fault | null> => {
  const what = whatWords(kind, name);
  const current = useMirror.getState().revisions[revisionKey(kind, name)];
  const back = backOf(kind, name);
  let over: string;
  try {
    const restored = await ask((client, options) =>
      client.revisions.restore(
        {
          params: { area: AREAS[kind], name, id: revision.id },
          headers: writingOver(current),
        },
        options,
      ),
    );
    over = restored.revision;
  } catch (error) {
    return faultOf(error);
  }
  const undo = async (): Promise<void> => {
    const fault = await back(over);
    say(fault ? `Not undone: ${fault.message}` : `The restoring of ${what} is undone`);
  };
  const words =
    revision.after === null
      ? `${what} is made again`
      : `${what} is as it was ${whenWords(revision.at)}`;
  announce('history', words);
  offerUndo(words, () => void undo());
  return null;
};
