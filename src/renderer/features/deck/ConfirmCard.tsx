import { Check } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { FirstSendFacts } from '../../ui/FirstSendFacts.tsx';
import { answerQuestion } from './press-key.ts';
import type { FirstSends, Question } from './question-store.ts';
import { useBeside } from './use-beside.ts';

const FirstSend = ({ first, title }: { first: FirstSends; title: string }) => {
  const [one, ...others] = first.devices;
  return (
    <div className="ask-first">
      <p id={title}>
        Send to{' '}
        <b>{others.length === 0 ? one?.device_id : `${first.devices.length} devices`}</b> for
        the first time?
      </p>
      <FirstSendFacts sends={first.devices} />
      {first.hasPartLeft && (
        <p className="sec">A part of it has left already: a yes sends all of it once more.</p>
      )}
    </div>
  );
};

/** A question at its key, of a guard or before a first send. Nothing behind it is blocked; no is where the focus is. */
export const ConfirmCard = ({ question }: { question: Question }) => {
  const { key: asked, first } = question;
  const { page, row, col } = asked.place;
  const selector = `main [data-key="${page}/${row}/${col}"]`;
  const { card, style, isPlaced } = useBeside(selector);
  const no = useRef<HTMLButtonElement>(null);
  const title = useId();
  useEffect(() => {
    if (isPlaced) no.current?.focus({ preventScroll: true });
  }, [isPlaced]);

  const answer = (yes: boolean): void => {
    // The key takes the focus back: its card is about to go.
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    answerQuestion(yes);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The key that raised the question may still be held: its repeats are no answer.
    if (event.repeat) event.preventDefault();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    answer(false);
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape is an answer wherever the focus is in it
    <dialog
      open
      ref={card}
      className="over key-card ask-card"
      data-first={first ? true : undefined}
      aria-labelledby={title}
      style={style}
      onKeyDown={onKeyDown}
    >
      {first ? (
        <FirstSend first={first} title={title} />
      ) : (
        <p id={title}>
          Run <b>{asked.intentName ?? asked.macroId ?? asked.name}</b>?
        </p>
      )}
      <div className="card-do">
        <button ref={no} type="button" className="btn" onClick={() => answer(false)}>
          No
          <kbd>Esc</kbd>
        </button>
        <button type="button" className="btn" data-kind="primary" onClick={() => answer(true)}>
          <Check className="i i-14" aria-hidden />
          {first ? 'Yes, let it send' : 'Yes, run it'}
        </button>
      </div>
    </dialog>
  );
};
