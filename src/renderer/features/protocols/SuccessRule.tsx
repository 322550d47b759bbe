import { useState } from 'react';
import type { Protocol } from '#shared/contract/protocol.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import type { FieldsProps } from './ProtocolFields.tsx';
import { TextField } from '../../ui/TextField.tsx';
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
  const isStatus = protocol.protocol_type !== 'tcp';
  return (
    <>
      <TextField
        label={isStatus ? 'Try a status' : 'Try a reply line'}
        value={reply}
        kind="figure"
        placeholder={isStatus ? '204' : 'FUNCTION ER No such input'}
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
      {(type === 'http' || type === 'obs') && (
        <TextField
          label={
            type === 'http'
              ? 'The status is one of'
              : 'OBS did it (100), or its status is one of'
          }
          value={values.statuses}
          kind="figure"
          placeholder={type === 'http' ? 'any 2xx' : '500, where it may run already'}
          onChange={(text) => set('statuses', text)}
          problem={problems
            .filter(([field]) => field === 'statuses')
            .map(([, message]) => message)}
        />
      )}
      {type === 'tcp' && (
        <>
          <TextField
            label="The reply line begins with"
            value={values.replyPrefix}
            kind="figure"
            placeholder="no reply is awaited"
            onChange={(text) => set('replyPrefix', text)}
          />
          <div className="pr-two">
            <TextField
              label="…but not with (one a line)"
              value={values.replyReject}
              kind="figure"
              rows={2}
              onChange={(text) => set('replyReject', text)}
            />
            <TextField
              label="Pass over lines that begin with"
              value={values.replyIgnore}
              kind="figure"
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
          {(type === 'http' ||
            type === 'obs' ||
            (type === 'tcp' && values.replyPrefix !== '')) && <TryReply protocol={protocol} />}
        </>
      )}
    </section>
  );
};
