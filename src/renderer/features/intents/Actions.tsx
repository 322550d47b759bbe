import { Plus, Siren, Video } from 'lucide-react';
import { useState } from 'react';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo } from '../../state/undo-toast.ts';
import { ActionCard } from './ActionCard.tsx';
import { moved, newAction, type ActionSort, type DraftProblem } from './draft.ts';

interface ActionsProps {
  actions: readonly ButtonAction[];
  problems: readonly DraftProblem[];
  context: Readonly<Record<string, unknown>>;
  /** Told what becomes of the list as it stands at that moment. */
  onChange: (change: (actions: readonly ButtonAction[]) => ButtonAction[]) => void;
  onTest: (index: number) => void;
}

/** The actions of an intent, in their order. */
export const Actions = ({ actions, problems, context, onChange, onTest }: ActionsProps) => {
  const [openAt, setOpenAt] = useState<number | null>(actions.length > 0 ? 0 : null);
  const [dragged, setDragged] = useState<number | null>(null);
  const someDevice = useMirror(({ devices }) => Object.keys(devices).sort()[0] ?? '');

  const add = (type: ActionSort): void => {
    setOpenAt(actions.length);
    onChange((now) => [...now, newAction(type, now.at(-1), someDevice)]);
  };
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= actions.length || from === to) return;
    if (openAt === from) setOpenAt(to);
    else if (openAt !== null && from < openAt && openAt <= to) setOpenAt(openAt - 1);
    else if (openAt !== null && to <= openAt && openAt < from) setOpenAt(openAt + 1);
    onChange((now) => moved(now, from, to));
    announce('action', `Action ${from + 1} is now number ${to + 1} of ${actions.length}`);
  };
  const remove = (index: number): void => {
    const gone = actions[index];
    if (!gone) return;
    setOpenAt(null);
    onChange((now) => now.toSpliced(index, 1));
    offerUndo(`Action ${index + 1} taken away`, () =>
      onChange((now) => now.toSpliced(index, 0, gone)),
    );
  };
  return (
    <section className="ie-part" aria-label="Actions">
      <div className="ie-part-head">
        <h2>Actions, in order</h2>
        <span className="grow" />
        <button type="button" className="btn" data-kind="quiet" onClick={() => add('device')}>
          <Plus className="i i-14" aria-hidden />
          Action
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={() => add('camera')}>
          <Video className="i i-14" aria-hidden />
          Camera action
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={() => add('hardware')}>
          <Siren className="i i-14" aria-hidden />
          Hardware message
        </button>
      </div>
      {actions.length === 0 && (
        <p className="help">
          Nothing is sent yet. An action is one command to one device: a press of a key, a text,
          a cue. It may also command a camera, or send a message by a hardware client.
        </p>
      )}
      <ol className="ie-actions">
        {actions.map((action, index) => (
          <ActionCard
            // oxlint-disable-next-line react/no-array-index-key -- their order is what they are
            key={index}
            action={action}
            index={index}
            count={actions.length}
            problems={problems}
            context={context}
            isOpen={openAt === index}
            isDragged={dragged === index}
            isOver={dragged !== null && dragged !== index}
            onToggle={() => setOpenAt(openAt === index ? null : index)}
            onChange={(next) => onChange((now) => now.with(index, next))}
            onMove={(to) => move(index, to)}
            onDuplicate={() => {
              setOpenAt(index + 1);
              onChange((now) => now.toSpliced(index + 1, 0, structuredClone(action)));
            }}
            onRemove={() => remove(index)}
            onTest={() => onTest(index)}
            onDrag={setDragged}
            onDrop={() => {
              if (dragged !== null) move(dragged, index);
              setDragged(null);
            }}
          />
        ))}
      </ol>
    </section>
  );
};
