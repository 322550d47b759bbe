import { useState } from 'react';
import type { Protocol } from '#shared/contract/protocol.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import type { FieldsProps } from './ProtocolFields.tsx';
import { TextField } from './TextField.tsx';
import { verdictOf, verdictsOf, type Verdict } from './verdicts.ts';

const Row = ({ reply, note, outcome, words }: Verdict) => (
  <li>
    <OutcomeMark of={outcome} />
    <span>
      <b className="fig">{reply}</b> <span className="mut">{note}</span>
    </span>
    <span className="out" data-o={outcome}>
      {words}
    </span>
  </li>
);

const TryReply = ({ protocol }: { protocol: Protocol }) => {
  const [reply, setReply] = useState('');
  const isHttp = protocol.protocol_type === 'http';
  return (
    <>
      <TextField
        label={isHttp ? 'Try a status' : 'Try a reply line'}
        value={reply}
        isFigure
        placeholder={isHttp ? '204' : 'FUNCTION ER No such input'}
        onChange={setReply}
      />
      {reply !== '' && (
        <ul className="pr-verdicts" aria-label="What that reply means" aria-live="polite">
          <Row {...verdictOf(protocol, reply)} />
        </ul>
      )}
    </>
  );
};

/** When a reply counts as done, and what comes of the others. */
export const SuccessRule = ({
  values,
  set,
  problems,
  protocol,
}: FieldsProps & { protocol: Protocol | null }) => {
  const { protocol_type: type } = values;
  return (
    <section className="pr-part" aria-label="It worked when">
      <h2>It worked when</h2>
      {type === 'http' && (
        <TextField
          label="The status is one of"
          value={values.statuses}
          isFigure
          placeholder="any 2xx"
          onChange={(text) => set('statuses', text)}
          problems={problems
            .filter(({ field }) => field === 'statuses')
            .map(({ message }) => message)}
        />
      )}
      {type === 'tcp' && (
        <>
          <TextField
            label="The reply line begins with"
            value={values.replyPrefix}
            isFigure
            placeholder="no reply is awaited"
            onChange={(text) => set('replyPrefix', text)}
          />
          <div className="pr-two">
            <TextField
              label="…but not with (one a line)"
              value={values.replyReject}
              isFigure
              rows={2}
              onChange={(text) => set('replyReject', text)}
            />
            <TextField
              label="Pass over lines that begin with"
              value={values.replyIgnore}
              isFigure
              rows={2}
              onChange={(text) => set('replyIgnore', text)}
            />
          </div>
        </>
      )}
      {protocol && (
        <>
          <ul className="pr-verdicts" aria-label="Replies and what they mean">
            {verdictsOf(protocol).map((verdict) => (
              <Row key={verdict.reply} {...verdict} />
            ))}
          </ul>
          {(type === 'http' || (type === 'tcp' && values.replyPrefix !== '')) && (
            <TryReply protocol={protocol} />
          )}
        </>
      )}
    </section>
  );
};
