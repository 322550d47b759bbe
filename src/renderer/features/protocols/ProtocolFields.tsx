import type { FieldPath, FieldPathValue } from 'react-hook-form';
import type { TransportType } from '#shared/contract/protocol.ts';
import { Choice } from './Choice.tsx';
import { LineField } from './LineField.tsx';
import { OscArgsField } from './OscArgsField.tsx';
import { PairsField } from './PairsField.tsx';
import {
  MOST_BODY,
  onTransport,
  type FormProblem,
  type ProtocolForm,
} from './protocol-form.ts';
import { TemplateField } from './TemplateField.tsx';
import { TextField } from '../../ui/TextField.tsx';

export type SetField = <K extends FieldPath<ProtocolForm>>(
  field: K,
  value: FieldPathValue<ProtocolForm, K>,
) => void;

export interface FieldsProps {
  values: ProtocolForm;
  set: SetField;
  problems: readonly FormProblem[];
}

const TRANSPORTS: readonly { value: TransportType; words: string }[] = [
  { value: 'http', words: 'HTTP' },
  { value: 'tcp', words: 'TCP' },
  { value: 'udp', words: 'UDP' },
  { value: 'osc', words: 'OSC' },
  { value: 'obs', words: 'OBS' },
];

const TEMPLATE_LABEL: Record<TransportType, string> = {
  http: 'Path',
  tcp: 'Line',
  udp: 'Datagram',
  osc: 'Address',
  obs: 'Request',
};

/** What is sent. */
export const ProtocolFields = ({ values, set, problems }: FieldsProps) => {
  const of = (field: keyof ProtocolForm): string[] =>
    problems.filter(([at]) => at === field).map(([, message]) => message);
  const { protocol_type: type } = values;
  const isLine = type === 'tcp' || type === 'udp';
  const change = (to: TransportType): void => {
    const next = onTransport(values, to);
    set('protocol_type', next.protocol_type);
    set('template', next.template);
    set('method', next.method);
    set('statuses', next.statuses);
    set('bodyKind', next.bodyKind);
  };
  return (
    <>
      <section className="pr-part">
        <TextField
          label="What it does"
          value={values.description}
          onChange={(text) => set('description', text)}
          placeholder="Start a cue by its number"
          problem={of('description')}
        />
      </section>
      <section className="pr-part">
        <div className="pr-line">
          <h2>Template</h2>
          <span className="grow" />
          <Choice
            label="Transport"
            name="protocol_type"
            value={type}
            options={TRANSPORTS}
            onChange={change}
          />
        </div>
        <div className={type === 'http' ? 'pr-method' : undefined}>
          {type === 'http' && (
            <TextField
              label="Method"
              value={values.method}
              kind="figure"
              placeholder="POST"
              onChange={(text) => set('method', text.toUpperCase())}
              problem={of('method')}
            />
          )}
          {isLine ? (
            <LineField
              label={TEMPLATE_LABEL[type]}
              value={values.template}
              onChange={(text) => set('template', text)}
              problems={of('template')}
            />
          ) : (
            <TemplateField
              label={TEMPLATE_LABEL[type]}
              value={values.template}
              onChange={(text) => set('template', text.replaceAll('\n', ''))}
              problems={of('template')}
            />
          )}
        </div>
        <p className="help">
          {'{name}'} is filled in, {'{secret:name}'} from the secrets of this machine;{' '}
          {'{{ and }}'} are braces.
          {isLine && ' Write \\r and \\n for CR and LF.'}
        </p>
      </section>
      {type === 'http' && (
        <section className="pr-part">
          <h2>Query</h2>
          <PairsField
            what="query parameter"
            pairs={values.query}
            onChange={(pairs) => set('query', pairs)}
            problems={of('query')}
          />
          <h2>Headers</h2>
          <PairsField
            what="header"
            pairs={values.headers}
            onChange={(pairs) => set('headers', pairs)}
            problems={of('headers')}
          />
          <div className="pr-line">
            <h2>Body</h2>
            <span className="grow" />
            <Choice
              label="Body"
              name="bodyKind"
              value={values.bodyKind}
              options={[
                { value: 'none', words: 'None' },
                { value: 'json', words: 'JSON' },
                { value: 'text', words: 'Text' },
              ]}
              onChange={(kind) => set('bodyKind', kind)}
            />
          </div>
          {values.bodyKind !== 'none' && (
            <TemplateField
              label={values.bodyKind === 'json' ? 'JSON body' : 'Text body'}
              value={values.body}
              onChange={(text) => set('body', text)}
              problems={of('body')}
              marksStray={false}
              rows={4}
              most={MOST_BODY}
            />
          )}
        </section>
      )}
      {type === 'obs' && (
        <section className="pr-part">
          <div className="pr-line">
            <h2>Request data</h2>
            <span className="grow" />
            <Choice
              label="Request data"
              name="bodyKind"
              value={values.bodyKind === 'none' ? 'none' : 'json'}
              options={[
                { value: 'none', words: 'None' },
                { value: 'json', words: 'JSON' },
              ]}
              onChange={(kind) => set('bodyKind', kind)}
            />
          </div>
          {values.bodyKind !== 'none' && (
            <TemplateField
              label="JSON data"
              value={values.body}
              onChange={(text) => set('body', text)}
              problems={of('body')}
              marksStray={false}
              rows={4}
              most={MOST_BODY}
            />
          )}
          <p className="help">
            A text that is one variable and nothing else keeps the value’s type: {'"{on}"'}{' '}
            becomes true, {'"{db}"'} -6.
          </p>
        </section>
      )}
      {type === 'osc' && (
        <section className="pr-part">
          <div className="pr-line">
            <h2>Arguments</h2>
            <span className="grow" />
            <Choice
              label="OSC over"
              name="oscTransport"
              value={values.oscTransport}
              options={[
                { value: 'udp', words: 'UDP' },
                { value: 'tcp', words: 'TCP' },
              ]}
              onChange={(via) => set('oscTransport', via)}
            />
          </div>
          <OscArgsField
            args={values.oscArgs}
            onChange={(args) => set('oscArgs', args)}
            problems={of('oscArgs')}
          />
        </section>
      )}
      <section className="pr-part">
        <h2>Where to, unless the device says otherwise</h2>
        <div className="pr-address">
          <TextField
            label="Host"
            value={values.host}
            kind="figure"
            placeholder="the bridge’s own"
            onChange={(text) => set('host', text.trim())}
            problem={of('host')}
          />
          <TextField
            label="Port"
            value={values.port}
            kind="figure"
            onChange={(text) => set('port', text.trim())}
            problem={of('port')}
          />
        </div>
        <label className="pr-check">
          <input
            type="checkbox"
            checked={values.idempotent}
            onChange={(event) => set('idempotent', event.target.checked)}
          />
          <span>
            Sending it twice does what sending it once does
            <span className="help">Then it is sent again where no reply came.</span>
          </span>
        </label>
      </section>
    </>
  );
};
