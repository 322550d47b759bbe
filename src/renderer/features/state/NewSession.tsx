import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { isJsonObject } from '#shared/domain/json-values.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { jsonIn } from './typed-text.ts';
import type { StateSession } from './use-sessions.ts';

interface NewSessionProps {
  sessions: readonly StateSession[];
  onBegun: (session: string) => void;
  onClose: () => void;
}

/** Begins the master state of a session. */
export const NewSession = ({ sessions, onBegun, onClose }: NewSessionProps) => {
  const isLive = useIsLive();
  const [name, setName] = useState('');
  const [text, setText] = useState('{}');
  const [problems, setProblems] = useState<{ name?: string; text?: string }>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const begin = async (): Promise<void> => {
    const named = NameSchema.safeParse(name);
    const typed = jsonIn(text);
    const data = typed.ok && isJsonObject(typed.value) ? typed.value : null;
    const isTaken = sessions.some(({ session, hasState }) => session === name && hasState);
    const nameProblem = named.success
      ? isTaken && `There is a session ${name} already. Open it, or choose another name.`
      : named.error.issues[0]?.message;
    setProblems({
      ...(nameProblem ? { name: nameProblem } : {}),
      ...(typed.ok
        ? data === null
          ? { text: 'A state is an object with members: begin it with { and end it with }.' }
          : {}
        : { text: typed.message }),
    });
    if (nameProblem || data === null) return;
    setIsBusy(true);
    try {
      await ask((client, options) =>
        client.master.init({ params: { session: name }, body: { data } }, options),
      );
      onBegun(name);
    } catch (error) {
      setFault(faultOf(error));
      setIsBusy(false);
    }
  };
  return (
    <Dialog title="New session" onClose={onClose}>
      <form
        className="st-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isLive && !isBusy) void begin();
        }}
      >
        <TextField
          label="Name"
          kind="figure"
          value={name}
          problem={problems.name}
          help="Agents and control rooms open it by this name."
          onChange={(next) => {
            setName(next);
            setProblems({});
          }}
        />
        <TextField
          label="State to begin with"
          kind="figure"
          rows={8}
          value={text}
          problem={problems.text}
          help="JSON. An empty one, {}, is filled later."
          onChange={(next) => {
            setText(next);
            setProblems({});
          }}
        />
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        <button type="submit" className="btn" data-kind="primary" disabled={!isLive || isBusy}>
          Begin it
        </button>
      </form>
    </Dialog>
  );
};
