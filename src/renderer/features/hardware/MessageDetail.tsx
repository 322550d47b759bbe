import { Copy, Send } from 'lucide-react';
import { SHOWN_MESSAGE_BYTES } from '#shared/contract/hardware.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { countWords } from './client-words.ts';
import { spelledOut } from './message-draft.ts';
import type { SeenMessage } from './traffic-log.ts';

interface MessageDetailProps {
  message: SeenMessage;
  onSend: (text: string) => void;
}

/** One message in full, to be copied, or to be sent again. */
export const MessageDetail = ({ message, onSend }: MessageDetailProps) => {
  const text = spelledOut(message.text);
  const isCut = message.bytes > SHOWN_MESSAGE_BYTES;
  return (
    <section className="detail" aria-label="Chosen message">
      <div className="bar">
        <h3 className="cut">{message.type ?? 'No type'}</h3>
        <span className="mut">
          {message.direction}, {countWords(message.bytes)} B
        </span>
        <span className="grow" />
        <IconButton
          icon={Copy}
          label="Copy the message"
          onClick={() => void navigator.clipboard.writeText(text)}
        />
        <button
          type="button"
          className="btn"
          disabled={isCut}
          title={isCut ? 'It is too long to be kept whole' : undefined}
          onClick={() => onSend(text)}
        >
          <Send className="i i-14" aria-hidden />
          Send this
        </button>
      </div>
      <ScrollRegion className="detail-raw" label="The message as JSON">
        <pre className="fig">{text}</pre>
      </ScrollRegion>
      {(message.note !== null || isCut) && (
        <p className="detail-note sec">
          {message.note}{' '}
          {isCut && 'Only its beginning is kept: it can’t be sent again from here.'}
        </p>
      )}
    </section>
  );
};
