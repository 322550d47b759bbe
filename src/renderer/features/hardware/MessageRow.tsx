import { ChevronLeft, ChevronRight, Ellipsis } from 'lucide-react';
import { memo } from 'react';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { inOneLine } from './message-draft.ts';
import { rowId, type TrafficRow } from './traffic-log.ts';

interface MessageRowProps {
  row: TrafficRow;
  isChosen: boolean;
  /** Its place in the list, from 1. */
  index: number;
  /** Pixels from the top of the list. */
  top: number;
}

const Time = ({ at }: { at: string }) => {
  const { seconds, millis } = timeOf(at);
  return (
    <td className="fig mut" title={`${dateOf(at)}, ${utcOf(at)}`}>
      {seconds}
      {millis}
    </td>
  );
};

/** One line of the inspector. */
export const MessageRow = memo(({ row, isChosen, index, top }: MessageRowProps) => {
  const style = { transform: `translateY(${top}px)` };
  const id = `message-${rowId(row)}`;
  if (row.kind === 'folded')
    return (
      <tr id={id} className="m" data-fold aria-rowindex={index} style={style}>
        <Time at={row.at} />
        <td>
          <Ellipsis className="i i-14" aria-hidden />
        </td>
        <td className="fig cut">ping/pong ×{row.count}</td>
        <td className="fig cut" colSpan={2}>
          folded
        </td>
      </tr>
    );
  const { message } = row;
  const isIn = message.direction === 'in';
  const Mark = isIn ? ChevronLeft : ChevronRight;
  return (
    <tr
      id={id}
      className="m"
      data-message={message.id}
      aria-rowindex={index}
      aria-selected={isChosen}
      style={style}
    >
      <Time at={message.at} />
      <td title={isIn ? 'It came from the backend' : 'It left'}>
        <Mark className="i i-14" aria-hidden />
        <span className="sr">{isIn ? 'in' : 'out'}</span>
      </td>
      <td className="fig cut m-type" title={message.type ?? undefined}>
        {message.type ?? '–'}
      </td>
      <td className="fig cut m-text">{inOneLine(message.text, message.type)}</td>
      <td className="cut m-note" title={message.note ?? undefined}>
        {message.note}
      </td>
    </tr>
  );
});
MessageRow.displayName = 'MessageRow';
