import { Plus, Trash2 } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { IconButton } from '../../ui/IconButton.tsx';
import { FieldNote } from '../../ui/TextField.tsx';
import { ClientPick, ClientText, useProblem } from './form-fields.tsx';
import type { TypedClient, TypedOutbound } from './typed-client.ts';

const TYPED = { shouldDirty: true, shouldValidate: true, shouldTouch: true } as const;

const POLICIES = [
  ['drop', 'is dropped'],
  ['keep_latest', 'waits, the latest of them'],
  ['queue', 'waits in line'],
] as const;

/** What becomes of messages while the backend is away, by type. */
export const OutboundFields = () => {
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
