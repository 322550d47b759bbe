import { Grid3x3 } from 'lucide-react';
import { useState } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { useLayout } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyGrid } from '../../ui/KeyGrid.tsx';
import { TextField } from '../../ui/TextField.tsx';
import {
  shownValue,
  typedValue,
  variableFields,
  type VariableField,
} from './variable-fields.ts';

type Values = Readonly<Record<string, unknown>>;

interface VariableFieldsProps {
  protocol: Protocol | undefined;
  device: Device | undefined;
  values: Values;
  /** What fields are, where that is known. */
  kinds?: Parameters<typeof variableFields>[2];
  /** Of the context: these need no value here. */
  given: Values;
  onChange: (values: Record<string, unknown>) => void;
}

/** So much can't be meant for a key or a line: said, and kept all the same. */
const LONG = 10_000;
const TEXTS: ReadonlySet<VariableField['kind']> = new Set(['lines', 'text', 'color']);
const BOOLEANS = ['true', 'false'];
const HEX = /^#[0-9a-f]{6}$/i;

const problemOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length > LONG
    ? `${value.length.toLocaleString('en')} characters: is that meant? It is kept as it is.`
    : null;

const helpOf = ({ isAsked, place }: VariableField, value: unknown, given: unknown) => {
  if (place === 'not used') return 'Its protocol does not ask for it.';
  if (given !== undefined) return 'The sample context gives another value.';
  if (isAsked && (value === undefined || value === null))
    return 'Empty: whoever fires it must give it.';
  return undefined;
};

/** A form for what the protocol asks for. */
export const VariableFields = ({
  protocol,
  device,
  values,
  kinds,
  given,
  onChange,
}: VariableFieldsProps) => {
  const [isPicking, setIsPicking] = useState(false);
  const layout = useLayout(device?.device_id ?? '');
  const fields = variableFields(protocol, values, kinds);
  const set = (name: string, value: unknown): void => {
    const next = { ...values, [name]: value };
    if (value === undefined) delete next[name];
    onChange(next);
  };
  const hasPlace = ['page', 'row', 'col'].every((name) =>
    fields.some((field) => field.name === name && field.isAsked),
  );
  return (
    <div className="ie-values">
      {fields.map((field) => {
        const value = values[field.name];
        const text = shownValue(value);
        return (
          <div key={field.name} className="ie-value" data-kind={field.kind}>
            <TextField
              label={field.name}
              chip={field.place}
              kind={TEXTS.has(field.kind) ? 'text' : 'figure'}
              rows={field.kind === 'lines' ? 1 : undefined}
              value={text}
              problem={problemOf(value)}
              help={helpOf(field, value, given[field.name])}
              names={field.kind === 'boolean' ? BOOLEANS : undefined}
              onChange={(typed) => set(field.name, typedValue(field.kind, typed))}
              after={
                field.kind === 'color' ? (
                  <input
                    type="color"
                    className="ie-color"
                    aria-label={`Pick ${field.name}`}
                    value={HEX.test(text) ? text : '#000000'}
                    onChange={(event) => set(field.name, event.target.value)}
                  />
                ) : field.name === 'page' && hasPlace && device ? (
                  <IconButton
                    icon={Grid3x3}
                    label="Pick the key on a deck"
                    onClick={() => setIsPicking(true)}
                  />
                ) : undefined
              }
            />
          </div>
        );
      })}
      {fields.length === 0 && protocol && (
        <p className="help">It takes no values: it is sent as it is.</p>
      )}
      {isPicking && device && (
        <Dialog title={`A key of ${device.device_id}`} onClose={() => setIsPicking(false)}>
          <KeyGrid
            deck={device}
            pages={layout?.pages ?? []}
            chosen={{
              page: Number(values['page']) || 1,
              row: Number(values['row']),
              col: Number(values['col']),
            }}
            onPick={(place) => {
              onChange({ ...values, ...place });
              setIsPicking(false);
            }}
          />
        </Dialog>
      )}
    </div>
  );
};
