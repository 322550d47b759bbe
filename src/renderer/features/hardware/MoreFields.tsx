import { useFormContext, useWatch } from 'react-hook-form';
import { useHardware } from '../../state/mirror-store.ts';
import { Fold } from './Fold.tsx';
import { ClientPick, ClientText, ClientTick } from './form-fields.tsx';
import { OutboundFields } from './OutboundFields.tsx';
import { EVERY_ROOM, THIS_ROOM, type TypedClient } from './typed-client.ts';

/** Fields of the parts that are folded; what is wrong in one opens it. */
const ADDRESS = ['path', 'query', 'backends', 'backend_mode', 'connect_timeout_ms'] as const;
const HEARTBEAT = [
  'heartbeat_ms',
  'heartbeat_timeout_ms',
  'heartbeat_misses',
  'stale_after_ms',
  'backoff_initial_ms',
  'backoff_max_ms',
  'lasted_ms',
] as const;
const SIGN_IN = ['secret_name', 'auth_header', 'ca'] as const;
const MESSAGES = [
  'max_message_bytes',
  'handler_timeout_ms',
  'queue_limit',
  'outbound',
] as const;

const Address = () => (
  <Fold words="Address: path, query, other backends" fields={ADDRESS}>
    <div className="hw-two">
      <ClientText
        name="path"
        label="Path"
        kind="figure"
        help="May hold {game_id}, {client_type} and {client_id}; the last two are in the query too."
      />
      <ClientText
        name="query"
        label="More parameters"
        kind="figure"
        rows={2}
        placeholder="room = studio"
        help="One in a line, for the query."
      />
      <ClientText
        name="backends"
        label="More backends"
        kind="figure"
        rows={2}
        placeholder="10.0.0.5:8000"
        help="One in a line, wss:// before one over TLS."
      />
      <ClientPick
        name="backend_mode"
        label="Of several backends"
        options={[
          ['failover', 'one, and the next where that fails'],
          ['all', 'all of them at once'],
        ]}
      />
      <ClientText
        name="connect_timeout_ms"
        label="Connect time-out"
        unit="ms"
        kind="number"
        help="Then it waits, and tries again."
      />
    </div>
  </Fold>
);

const Heartbeat = () => (
  <Fold words="Heartbeat and reconnecting" fields={HEARTBEAT}>
    <div className="hw-three">
      <ClientText name="heartbeat_ms" label="Ping interval" unit="ms" kind="number" />
      <ClientText name="heartbeat_timeout_ms" label="Ping time-out" unit="ms" kind="number" />
      <ClientText name="heartbeat_misses" label="Missed pings until dead" kind="number" />
      <ClientText name="backoff_initial_ms" label="First wait" unit="ms" kind="number" />
      <ClientText
        name="backoff_max_ms"
        label="Longest wait"
        unit="ms"
        kind="number"
        help="It doubles up to this."
      />
      <ClientText
        name="lasted_ms"
        label="Lasting connection"
        unit="ms"
        kind="number"
        help="One that stood so long makes the next wait the first again."
      />
      <ClientText
        name="stale_after_ms"
        label="Silence until stale"
        unit="ms"
        kind="number"
        placeholder="never"
      />
    </div>
  </Fold>
);

const SignIn = () => {
  const [secure, backends, ca] = useWatch<TypedClient, ['secure', 'backends', 'ca']>({
    name: ['secure', 'backends', 'ca'],
  });
  return (
    <Fold words="Sign-in and trust" fields={SIGN_IN}>
      <div className="hw-two">
        <ClientText
          name="secret_name"
          label="Secret for its sign-in"
          kind="figure"
          placeholder="none"
          help="The name of a secret in Settings."
        />
        <ClientText
          name="auth_header"
          label="In the header"
          kind="figure"
          placeholder="Authorization: Bearer"
        />
      </div>
      {(secure || backends.includes('wss://') || ca !== '') && (
        <ClientText
          name="ca"
          label="Authority to trust, as PEM"
          kind="figure"
          rows={3}
          help="In place of the system’s. Empty: the system’s."
        />
      )}
    </Fold>
  );
};

const Messages = () => (
  <Fold words="Messages: sizes, time for each, while the backend is away" fields={MESSAGES}>
    <div className="hw-three">
      <ClientText
        name="max_message_bytes"
        label="Largest message"
        unit="bytes"
        kind="number"
        help="A larger one ends the connection."
      />
      <ClientText name="handler_timeout_ms" label="Handler time-out" unit="ms" kind="number" />
      <ClientText name="queue_limit" label="Messages that wait at most" kind="number" />
    </div>
    <ClientTick name="compression" label="Compress messages" />
    <ClientTick
      name="clock_probe"
      label="Ask the backend for its time"
      help="For clock offsets where the backend’s own pings do not carry it."
    />
    <OutboundFields />
  </Fold>
);

/** Which control room runs it, of those that share the show. */
const Room = ({ id }: { id: string | null }) => {
  const { defaultValues } = useFormContext<TypedClient>().formState;
  const isElsewhere = useHardware()[id ?? '']?.elsewhere === true;
  const stored = defaultValues?.room_id ?? THIS_ROOM;
  const isNamed = stored !== THIS_ROOM && stored !== EVERY_ROOM;
  const options: (readonly [string, string])[] = [[EVERY_ROOM, 'every one that is open']];
  if (isNamed) options.unshift([stored, isElsewhere ? stored : `this one, ${stored}`]);
  if (!isNamed || isElsewhere) options.unshift([THIS_ROOM, 'this one']);
  return (
    <ClientPick
      name="room_id"
      label="Control room that runs it"
      options={options}
      help="Of those that share this show. In two at once, each press fires twice."
    />
  );
};

/** What is seldom changed, each part folded by itself. `id` null for a new client. */
export const MoreFields = ({ id }: { id: string | null }) => (
  <section className="hw-group" aria-label="More">
    <h3>More</h3>
    <div className="hw-folds">
      <Address />
      <Heartbeat />
      <SignIn />
      <Messages />
    </div>
    <Room id={id} />
  </section>
);
