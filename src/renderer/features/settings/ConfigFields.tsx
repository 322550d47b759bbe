import { useController } from 'react-hook-form';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { TypedConfig } from './config-draft.ts';
import { CONFIG_SECTIONS, type ConfigField } from './config-fields.ts';

/** One setting, by what it is: a switch, one of a few, or something to type. */
const Setting = ({ field }: { field: ConfigField }) => {
  const { path, label, kind, unit, help, options } = field;
  const { field: typed, fieldState } = useController<TypedConfig, `fields.${string}`>({
    name: `fields.${path}`,
  });
  const { value, onChange } = typed;
  if (kind === 'switch')
    return (
      <div className="f config-switch">
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={value === true}
          aria-label={label}
          onClick={() => onChange(value !== true)}
        >
          <i />
        </button>
        <span>{label}</span>
        {help !== undefined && <p className="help">{help}</p>}
      </div>
    );
  const text = typeof value === 'string' ? value : '';
  if (options)
    return <Choice label={label} value={text} options={options} onChange={onChange} />;
  return (
    <TextField
      label={label}
      unit={unit}
      help={help}
      kind={kind}
      value={text}
      problem={fieldState.error?.message}
      onChange={onChange}
    />
  );
};

/** Everything of the config that is set here, section by section. */
export const ConfigFields = () =>
  CONFIG_SECTIONS.map(({ title, help, fields }) => (
    <section key={title} aria-label={title}>
      <h2>{title}</h2>
      <div>
        {help !== undefined && <p className="help">{help}</p>}
        {fields
          .filter(({ kind }) => kind !== 'number')
          .map((field) => (
            <Setting key={field.path} field={field} />
          ))}
        <div className="config-numbers">
          {fields
            .filter(({ kind }) => kind === 'number')
            .map((field) => (
              <Setting key={field.path} field={field} />
            ))}
        </div>
      </div>
    </section>
  ));
