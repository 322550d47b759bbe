import { Send, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { HardwareSent } from '#shared/contract/hardware-clients.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { FieldNote } from '../../ui/TextField.tsx';
import { sendMessage } from './client-commands.ts';
import { messageOf, roundedIn } from './message-draft.ts';

const SAID: Record<HardwareSent['outcome'], string> = {
  sent: 'Sent.',
  dropped: 'It was not sent.',
  expired: 'It waited longer than it may, and was not sent.',
  replaced: 'A later one of its type took its place.',
};

/** What became of the message with that text. */
interface End {
  of: string | null;
  sent: HardwareSent | null;
  fault: Fault | null;
}

const NO_END: End = { of: null, sent: null, fault: null };

interface ComposerProps {
  clientId: string;
  text: string;
  onChange: (text: string) => void;
  onClose: () => void;
}

/** A message to be changed and sent. */
export const Composer = ({ clientId, text, onChange, onClose }: ComposerProps) => {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isTried, setIsTried] = useState(false);
  const [end, setEnd] = useState<End>(NO_END);
  // One may wait for its backend for a minute: what the row of the client does goes on meanwhile.
  const [isBusy, setIsBusy] = useState(false);
  const draft = messageOf(text);
  const rounded = draft.ok ? roundedIn(text) : null;
  useEffect(() => field.current?.focus(), []);

  const send = async (): Promise<void> => {
    if (isBusy) return;
    setIsTried(true);
    setEnd(NO_END);
    if (!draft.ok) {
      field.current?.focus();
      return;
    }
    setIsBusy(true);
    try {
      setEnd({ of: text, sent: await sendMessage(clientId, draft.message), fault: null });
    } catch (error) {
      setEnd({ of: text, sent: null, fault: faultOf(error) });
    } finally {
      setIsBusy(false);
    }
  };
  // What is typed since is another message.
  const { sent, fault } = end.of === text ? end : NO_END;

  return (
    <form
      className="composer"
      aria-label={`Send to ${clientId}`}
      data-own-undo
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="bar">
        <h3 className="cut">Send to {clientId}</h3>
        <span className="grow" />
        <button type="submit" className="btn" data-kind="primary" disabled={isBusy}>
          <Send className="i i-14" aria-hidden />
          {isBusy ? 'Sending' : 'Send'}
        </button>
        <IconButton icon={X} label="Close without sending" onClick={onClose} />
      </div>
      <div className="f">
        <label htmlFor={id}>Message, as JSON</label>
        <textarea
          ref={field}
          id={id}
          className="in area fig"
          rows={7}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isTried && !draft.ok}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void send();
          }}
        />
        <FieldNote
          id={`${id}-note`}
          problems={draft.ok || !isTried ? [] : [draft.problem]}
          help="Ctrl Enter sends it, Escape closes it."
        />
      </div>
      {rounded && (
        <output className="c-amber">
          {rounded.typed} has more digits than are kept: it is sent as {rounded.sent}.
        </output>
      )}
      {sent && (
        <output className={sent.outcome === 'sent' ? 'sec' : 'c-amber'}>
          {SAID[sent.outcome]} {sent.reason}
        </output>
      )}
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
    </form>
  );
};
