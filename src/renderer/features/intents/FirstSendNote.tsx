import { useState } from 'react';
import type { Execution } from '#shared/contract/execution.ts';
import type { Intent } from '#shared/contract/intent.ts';
import { letSend } from '../../link/let-send.ts';
import { firstSendsNow } from '../../state/first-sends-now.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { FirstSendFacts } from '../../ui/FirstSendFacts.tsx';
import { testAction } from './try-intent.ts';

interface FirstSendNoteProps {
  execution: Execution;
  intent: Intent;
  /** The action that was tested, from 0. */
  only: number | null;
  context: Readonly<Record<string, unknown>>;
}

/** A test was kept back because nothing was sent to its device yet: the question, with where and what. */
export const FirstSendNote = ({ execution, intent, only, context }: FirstSendNoteProps) => {
  const [isBusy, setIsBusy] = useState(false);
  const [kept, setKept] = useState<string | null>(null);
  const [sends] = useState(() => {
    const { revisions } = useMirror.getState();
    const action = only === null ? undefined : intent.actions[only];
    return firstSendsNow(execution, action ? [action] : []).map((send) => ({
      ...send,
      revision: revisions[`device:${send.device_id}`] ?? null,
    }));
  });
  if (only === null || sends.length === 0) return null;
  const [one, ...others] = sends;
  const send = async (): Promise<void> => {
    setIsBusy(true);
    const why = await letSend(sends.map(({ device_id: id, revision }) => ({ id, revision })));
    setIsBusy(false);
    setKept(why);
    if (why === null) await testAction(intent, only, { ...context });
  };
  return (
    <section className="iv-first" aria-label="First send">
      <p>
        Send to <b>{others.length === 0 ? one?.device_id : `${sends.length} devices`}</b> for
        the first time?
      </p>
      <FirstSendFacts sends={sends} />
      {kept !== null && <FaultNote message={kept} hint="Nothing was sent." />}
      <button type="button" className="btn" disabled={isBusy} onClick={() => void send()}>
        Yes, let it send and test again
      </button>
    </section>
  );
};
