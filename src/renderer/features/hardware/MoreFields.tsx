import { Plus, Trash2 } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { IconButton } from '../../ui/IconButton.tsx';
import { FieldNote } from '../../ui/TextField.tsx';
import { ClientPick, ClientText, ClientTick, useProblem } from './form-fields.tsx';
import type { TypedClient, TypedOutbound } from './typed-client.ts';

const TYPED = { shouldDirty: true, shouldValidate: true, shouldTouch: true } as const;

const POLICIES = [
  ['drop', 'is dropped'],
  ['keep_latest', 'waits, the latest of them'],
  ['queue', 'waits in line'],
] as const;

const Outbound = () => {
  const { setValue } = useFormContext<TypedClient>();
  const rules = useWatch<TypedClient, 'outbound'>({ name: 'outbound' });
  const problem = useProblem('outbound');
  const put = (next: TypedOutbound[]): void => setValue('outbound', next, TYPED);
  return (
    <section aria-label="While the backend is away">
      <h4>While the backend is away</h4>
      <p className="help">
        A message is dropped unless its type stands here. What waits too long expires; a press
        is never sent late.
      </p>
      <ol className="hw-items">
        {rules.map((rule, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- its fields are named by its place
          <li key={at} className="hw-item">
            <div className="hw-three">
              <ClientText
                name={`outbound.${at}.type`}
                label="A message of type"
                kind="figure"
              />
              <ClientPick name={`outbound.${at}.policy`} label="Then" options={POLICIES} />
              <ClientText
                name={`outbound.${at}.ttl_ms`}
                label="At most"
                unit="ms"
                kind="number"
                isFixed={rule.policy === 'drop'}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={`Take the rule for ${rule.type || 'no type'} out`}
              onClick={() => put(rules.filter((_, other) => other !== at))}
            />
          </li>
        ))}
      </ol>
      <FieldNote id="outbound-note" problems={problem === undefined ? [] : [problem]} />
      <button
        type="button"
        className="btn hw-add"
        onClick={() => put([...rules, { type: '', policy: 'keep_latest', ttl_ms: '5000' }])}
      >
        <Plus className="i i-14" aria-hidden />
        Rule
      </button>
    </section>
  );
};

/** What is seldom changed: where else it connects, how it notices silence, who it says it is. */
export const MoreFields = ({ isOpen }: { isOpen: boolean }) => {
  const secure = useWatch<TypedClient, 'secure'>({ name: 'secure' });
  return (
    <details className="hw-group" open={isOpen || undefined}>
      <summary>More: other backends, heartbeat, sign-in, queue</summary>
      <ClientText
        name="path"
        label="Path"
        kind="figure"
        help="May hold {game_id}, {client_type} and {client_id}; the last two are in the query too."
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
      <div className="hw-three">
        <ClientText name="heartbeat_ms" label="Ping every" unit="ms" kind="number" />
        <ClientText name="heartbeat_misses" label="Dead after missed" kind="number" />
        <ClientText
          name="stale_after_ms"
          label="Stale after"
          unit="ms"
          kind="number"
          placeholder="never"
        />
      </div>
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
      {secure && (
        <ClientText
          name="ca"
          label="Authority to trust, as PEM"
          kind="figure"
          rows={3}
          help="In place of the system’s. Empty: the system’s."
        />
      )}
      <ClientText name="queue_limit" label="Messages that wait at most" kind="number" />
      <ClientTick name="compression" label="Compress messages" />
      <ClientTick
        name="clock_probe"
        label="Ask the backend for its time"
        help="For clock offsets where the backend’s own pings do not carry it."
      />
      <Outbound />
    </details>
  );
};
