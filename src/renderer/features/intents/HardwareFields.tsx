import { useState } from 'react';
import { z } from 'zod';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { wordOf } from '#shared/domain/action-target.ts';
import { hardwareName } from '#shared/domain/hardware-name.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { problemAt, type DraftProblem } from './draft.ts';
import { SelectField } from './Field.tsx';
import { TextField } from '../../ui/TextField.tsx';

const FieldsSchema = z.record(z.string(), z.unknown());

/** Null where the text is no object in JSON. */
const fieldsOf = (text: string): Record<string, unknown> | null => {
  if (text.trim() === '') return {};
  try {
    return FieldsSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

const textOf = (fields: ButtonAction['variables']): string =>
  Object.keys(fields).length === 0 ? '' : JSON.stringify(fields, null, 2);

interface HardwareFieldsProps {
  action: ButtonAction;
  index: number;
  problems: readonly DraftProblem[];
  onChange: (action: ButtonAction) => void;
}

/** By which client an action sends which message. */
export const HardwareFields = ({ action, index, problems, onChange }: HardwareFieldsProps) => {
  const clients = useMirror((mirror) => mirror.hardware_clients);
  const { protocol_name, device_id, variables } = action;
  const [typed, setTyped] = useState({ text: textOf(variables), variables });
  // Another action stands here now, or an undo changed it.
  if (typed.variables !== variables) setTyped({ text: textOf(variables), variables });
  const isBad = fieldsOf(typed.text) === null;
  const at = `actions.${index}`;
  return (
    <>
      <SelectField
        label="Client"
        value={device_id}
        blank="Choose a client"
        problem={problemAt(problems, `${at}.device_id`)}
        groups={[
          {
            label: 'Hardware',
            options: Object.keys(clients)
              .sort()
              .map((id) => ({ value: hardwareName(id) ?? id, words: id })),
          },
        ]}
        onChange={(value) => onChange({ ...action, device_id: value })}
      />
      <TextField
        label="Message type"
        value={wordOf(protocol_name)}
        placeholder="toggle_buzzers"
        problem={problemAt(problems, `${at}.protocol_name`)}
        onChange={(text) => onChange({ ...action, protocol_name: hardwareName(text) ?? text })}
      />
      <div className="ie-wide">
        <TextField
          label="Fields as JSON"
          rows={4}
          value={typed.text}
          placeholder={'{"enabled": true}'}
          problem={isBad ? 'Type an object in JSON, as in {"enabled": true}.' : null}
          help="A text may hold {name}, filled from the context; {{ is a brace. It is sent once, without retries or fallbacks; what the client's queue does with it while it is not connected is set on the Hardware page."
          onChange={(text) => {
            const fields = fieldsOf(text);
            setTyped({ text, variables: fields ?? variables });
            if (fields) onChange({ ...action, variables: fields });
          }}
        />
      </div>
    </>
  );
};
