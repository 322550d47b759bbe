import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ALL_CAMERAS, CAMERA_COMMANDS, isCameraCommand } from '#shared/contract/camera.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { CAMERA_FIELDS } from '#shared/domain/camera-payload.ts';
import type { RetryOverride } from '#shared/contract/policy.ts';
import { useCameras, useDevices, useProtocols } from '../../state/mirror-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { actionTypeFor, problemAt, type DraftProblem } from './draft.ts';
import { NumberField, SelectField } from './Field.tsx';
import { HardwareFields } from './HardwareFields.tsx';
import { ALL_OFFERED, DevicePicker, OfferedFields, ProtocolPicker } from './ProtocolPicker.tsx';
import { CAMERA_KINDS } from './variable-fields.ts';
import { VariableFields } from './VariableFields.tsx';

interface ActionFormProps {
  action: ButtonAction;
  index: number;
  problems: readonly DraftProblem[];
  context: Readonly<Record<string, unknown>>;
  onChange: (action: ButtonAction) => void;
}

const namesOf = (things: object): { value: string; words: string }[] =>
  Object.keys(things)
    .sort()
    .map((value) => ({ value, words: value }));

const COMMANDS = CAMERA_COMMANDS.map((command) => ({ value: command, words: command }));

const CameraFields = ({ action, index, problems, context, onChange }: ActionFormProps) => {
  const cameras = useCameras();
  const { protocol_name, device_id, variables } = action;
  const at = `actions.${index}`;
  const shown = {
    ...Object.fromEntries(
      (isCameraCommand(protocol_name) ? CAMERA_FIELDS[protocol_name] : []).map((name) => [
        name,
        undefined,
      ]),
    ),
    ...variables,
  };
  return (
    <>
      <SelectField
        label="Command"
        value={protocol_name}
        blank="Choose a command"
        problem={problemAt(problems, `${at}.protocol_name`)}
        groups={[{ label: 'Cameras', options: COMMANDS }]}
        onChange={(value) => onChange({ ...action, protocol_name: value })}
      />
      <SelectField
        label="Camera"
        value={device_id}
        blank="Choose a camera"
        problem={problemAt(problems, `${at}.device_id`)}
        groups={[
          { label: 'Together', options: [{ value: ALL_CAMERAS, words: 'all cameras' }] },
          { label: 'Slots', options: namesOf(cameras) },
        ]}
        onChange={(value) => onChange({ ...action, device_id: value })}
      />
      <Delay action={action} index={index} problems={problems} onChange={onChange} />
      <VariableFields
        protocol={undefined}
        device={undefined}
        values={shown}
        kinds={CAMERA_KINDS}
        given={context}
        onChange={(next) =>
          onChange({
            ...action,
            variables: Object.fromEntries(
              Object.entries(next).filter(([, value]) => value !== undefined),
            ),
          })
        }
      />
      <p className="help ie-wide">
        A text may hold {'{name}'}, filled from the context; {'{{'} is a brace. It is done once,
        without retries or fallbacks.
      </p>
    </>
  );
};

const Delay = ({ action, index, problems, onChange }: Omit<ActionFormProps, 'context'>) => (
  <NumberField
    label="Wait before"
    unit="ms"
    value={action.delay_ms}
    problem={problemAt(problems, `actions.${index}.delay_ms`)}
    onChange={(delay_ms) => onChange({ ...action, delay_ms: delay_ms ?? 0 })}
  />
);

const RETRY = [
  { name: 'attempts', label: 'Attempts' },
  { name: 'backoff_ms', label: 'Back-off (ms)' },
  { name: 'multiplier', label: 'Times' },
  { name: 'max_backoff_ms', label: 'At most (ms)' },
] as const;

const Retry = ({ action, index, problems, onChange }: Omit<ActionFormProps, 'context'>) => {
  const set = (name: (typeof RETRY)[number]['name'], value: number | undefined): void => {
    const retry: RetryOverride = { ...action.retry, [name]: value };
    if (value === undefined) delete retry[name];
    onChange({ ...action, retry: Object.keys(retry).length > 0 ? retry : undefined });
  };
  return (
    <div className="ie-row">
      {RETRY.map(({ name, label }) => (
        <NumberField
          key={name}
          label={label}
          value={action.retry?.[name]}
          placeholder="usual"
          isOptional
          problem={problemAt(problems, `actions.${index}.retry.${name}`)}
          onChange={(value) => set(name, value)}
        />
      ))}
    </div>
  );
};

const Fallbacks = ({ action, index, problems, onChange }: Omit<ActionFormProps, 'context'>) => {
  const devices = useDevices();
  const fallbacks = action.fallbacks ?? [];
  const set = (next: NonNullable<ButtonAction['fallbacks']>): void =>
    onChange({ ...action, fallbacks: next.length > 0 ? next : undefined });
  return (
    <>
      {fallbacks.map((fallback, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- their order is what they are
        <div key={at} className="ie-row">
          <ProtocolPicker
            label={`Fallback ${at + 1}`}
            value={fallback.protocol_name}
            deviceId={fallback.device_id ?? action.device_id}
            problem={problemAt(problems, `actions.${index}.fallbacks.${at}.protocol_name`)}
            onChange={(protocol_name) =>
              set(fallbacks.with(at, { ...fallback, protocol_name }))
            }
          />
          <SelectField
            label="by device"
            value={fallback.device_id ?? ''}
            blank="the same"
            groups={[{ label: 'Devices', options: namesOf(devices) }]}
            problem={problemAt(problems, `actions.${index}.fallbacks.${at}.device_id`)}
            onChange={(device_id) => set(fallbacks.with(at, { ...fallback, device_id }))}
          />
          <IconButton
            icon={Trash2}
            label={`Take fallback ${at + 1} away`}
            onClick={() => set(fallbacks.toSpliced(at, 1))}
          />
        </div>
      ))}
      <button
        type="button"
        className="btn"
        disabled={fallbacks.length >= 10}
        onClick={() => set([...fallbacks, { protocol_name: action.protocol_name }])}
      >
        <Plus className="i i-14" aria-hidden />
        Fallback
      </button>
    </>
  );
};

const DeviceFields = ({ action, index, problems, context, onChange }: ActionFormProps) => {
  const [offered, setOffered] = useState(ALL_OFFERED);
  const protocols = useProtocols();
  const devices = useDevices();
  const { protocol_name, device_id, variables, retry, fallbacks } = action;
  const at = `actions.${index}`;
  const isSpecial = Boolean(retry) || (fallbacks ?? []).length > 0;
  const rest = { action, index, problems, onChange };
  return (
    <>
      <ProtocolPicker
        label="Protocol"
        value={protocol_name}
        deviceId={device_id}
        offered={offered}
        problem={problemAt(problems, `${at}.protocol_name`)}
        onChange={(name) =>
          onChange({ ...action, protocol_name: name, action_type: actionTypeFor(name) })
        }
      />
      <DevicePicker
        value={device_id}
        problem={problemAt(problems, `${at}.device_id`)}
        onChange={(value) => onChange({ ...action, device_id: value })}
      />
      <Delay {...rest} />
      <OfferedFields offered={offered} deviceId={device_id} onChange={setOffered} />
      <VariableFields
        protocol={protocols[protocol_name]}
        device={devices[device_id]}
        values={variables}
        given={context}
        onChange={(values) => onChange({ ...action, variables: values })}
      />
      <details className="ie-wide" open={isSpecial || undefined}>
        <summary>Retry and fallbacks</summary>
        <Retry {...rest} />
        <Fallbacks {...rest} />
      </details>
    </>
  );
};

const Message = ({ action, index, problems, onChange }: ActionFormProps) => {
  const rest = { action, index, problems, onChange };
  return (
    <>
      <HardwareFields {...rest} />
      <Delay {...rest} />
    </>
  );
};

const FORMS = { camera: CameraFields, hardware: Message } as const;

/** Everything about one action. */
export const ActionForm = (props: ActionFormProps) => {
  const { action_type } = props.action;
  const Fields = isPerformed(action_type) ? FORMS[action_type] : DeviceFields;
  return (
    <div className="ie-action-form">
      <Fields {...props} />
    </div>
  );
};
