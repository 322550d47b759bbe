import { hintOf } from '../../link/faults.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { FieldValue } from '../../ui/FieldValue.tsx';
import type { Compared, Comparison } from './use-comparison.ts';

const Fields = ({ from, to, fields }: Comparison) => {
  if (fields.length === 0)
    return (
      <p className="help">
        {from === null && to === null ? 'Nothing stood on either side.' : 'They are the same.'}
      </p>
    );
  return fields.map((field) => (
    <fieldset key={JSON.stringify(field.keys)} className="conflict-field h-field">
      <legend>
        <b className="fig">{field.path}</b>
      </legend>
      {from !== null && (
        <FieldValue
          label={<span className="mut">{from}</span>}
          value={field.from}
          copyLabel={`Copy ${field.path}: ${from}`}
        />
      )}
      {to !== null && (
        <FieldValue
          label={<span className="mut">{to}</span>}
          value={field.to}
          copyLabel={`Copy ${field.path}: ${to}`}
        />
      )}
    </fieldset>
  ));
};

/** Two versions, field by field, the older one first. */
export const Compare = ({ comparison, fault }: Compared) => (
  <>
    {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
    {comparison && comparison.from === null && comparison.to !== null && (
      <p className="help">Nothing stood before.</p>
    )}
    {comparison && comparison.to === null && comparison.from !== null && (
      <p className="help">Nothing stands after it.</p>
    )}
    {comparison && <Fields {...comparison} />}
  </>
);
