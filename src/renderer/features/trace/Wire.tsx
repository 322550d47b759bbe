import type { ActionTrace, CommandView, Reply } from '#shared/contract/execution.ts';
import { cameraWords, oscArgument, replyStatus, stateChangeText } from './trace-text.ts';
import { Bytes } from '../../ui/Bytes.tsx';

const Headers = ({ of }: { of: Record<string, string> }) =>
  Object.entries(of).map(([name, value]) => (
    <span key={name} className="line">
      {name}: <Bytes of={value} />
    </span>
  ));

const Sent = ({ command }: { command: CommandView }) => {
  switch (command.transport) {
    case 'http': {
      const { host, pathname, search, protocol } = new URL(command.url);
      return (
        <>
          <span className="line">
            <b>
              {command.method} {pathname + search}
            </b>{' '}
            HTTP/1.1
          </span>
          <span className="line">
            host: {host}
            {protocol === 'https:' ? ' (TLS)' : ''}
          </span>
          <Headers of={command.headers} />
          {command.body !== null && (
            <span className="line v">
              <Bytes of={command.body} />
            </span>
          )}
        </>
      );
    }
    case 'osc':
      return (
        <>
          <span className="line">
            <b>{command.address}</b>{' '}
            {command.args.map((argument, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the place of an argument is what it is
              <span key={index} className="arg">
                {oscArgument(argument)}
              </span>
            ))}
          </span>
          <span className="line mut">
            OSC over {command.via.toUpperCase()} to {command.host}:{command.port}
          </span>
        </>
      );
    case 'tcp':
    case 'udp':
      return (
        <>
          <span className="line">
            <b>
              <Bytes of={command.payload} />
            </b>
          </span>
          <span className="line mut">
            {command.transport.toUpperCase()} to {command.host}:{command.port}
          </span>
        </>
      );
    case 'obs':
      return (
        <>
          <span className="line">
            <b>{command.request_type}</b> <Bytes of={command.request_data ?? ''} />
          </span>
          <span className="line mut">
            OBS request to {command.host}:{command.port}
            {command.signs_in ? ', signed in by password' : ''}
          </span>
        </>
      );
    case 'hardware':
      return (
        <>
          <span className="line">
            <b>{command.message_type}</b> <Bytes of={JSON.stringify(command.fields)} />
          </span>
          <span className="line mut">message by the hardware client {command.client_id}</span>
        </>
      );
    case 'camera':
      return (
        <>
          <span className="line">
            <b>{command.command}</b> <Bytes of={JSON.stringify(command.payload)} />
          </span>
          <span className="line mut">to {cameraWords(command)}</span>
        </>
      );
  }
};

interface ReceivedProps {
  reply: Reply;
  command: CommandView;
  bad: boolean;
}

const Received = ({ reply, command, bad }: ReceivedProps) => (
  <>
    {reply.status !== undefined && (
      <span className="line">
        {command.transport === 'http' && 'HTTP/1.1 '}
        {bad ? (
          <mark>{replyStatus(reply.status, command)}</mark>
        ) : (
          <b>{replyStatus(reply.status, command)}</b>
        )}
      </span>
    )}
    {reply.headers && <Headers of={reply.headers} />}
    {reply.text === '' ? (
      <span className="line mut">{command.transport === 'http' ? 'no body' : 'no data'}</span>
    ) : (
      <span className="line">
        {bad && reply.status === undefined ? (
          <mark>
            <Bytes of={reply.text} />
          </mark>
        ) : (
          <Bytes of={reply.text} />
        )}
        {reply.truncated && <span className="mut"> … cut here</span>}
      </span>
    )}
  </>
);

const noReplyOf = ({ command, outcome }: ActionTrace): string => {
  if (outcome === 'sent')
    return command?.transport === 'tcp'
      ? 'none asked for'
      : 'none: a datagram is not acknowledged';
  return 'none';
};

/** Exactly what left, and what came back. Nothing in it is invisible. */
export const Wire = ({ action }: { action: ActionTrace }) => {
  const { command, reply, outcome, state_change } = action;
  if (!command) return null;
  const bad = outcome === 'failed' || outcome === 'unknown';
  return (
    <div className="raw">
      <span className="dir">sent</span>
      <div>
        <Sent command={command} />
      </div>
      <span className="dir">reply</span>
      <div>
        {reply ? (
          <Received reply={reply} command={command} bad={bad} />
        ) : (
          <span className="line mut">{noReplyOf(action)}</span>
        )}
      </div>
      {state_change && (
        <>
          <span className="dir">state</span>
          <div>
            <span className="line">{stateChangeText(state_change)}</span>
          </div>
        </>
      )}
    </div>
  );
};
