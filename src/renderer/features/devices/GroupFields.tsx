import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useDevices } from '../../state/mirror-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ChoiceField } from './ChoiceField.tsx';
import type { TypedDevice } from './device-draft.ts';
import { FieldNote } from '../../ui/TextField.tsx';

const MODES = [
  ['none', 'It is one device'],
  ['failover', 'Failover: the healthiest of several gets it'],
  ['mirror', 'Mirror: several get every command'],
] as const;

const moved = (ids: readonly string[], from: number, to: number): string[] => {
  const rest = ids.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ids[from] ?? '', ...rest.slice(to)];
};

interface MembersProps {
  ids: readonly string[];
  others: readonly string[];
  problem: string | undefined;
  onChange: (ids: string[]) => void;
}

const Members = ({ ids, others, problem, onChange }: MembersProps) => {
  const devices = useDevices();
  const free = others.filter((id) => !ids.includes(id) && !devices[id]?.group);
  return (
    <div className="d-members">
      <ol aria-label="Members, in this order">
        {ids.map((id, at) => (
          <li key={id}>
            <span className="num mut">{at + 1}</span>
            <span className="cut">{id}</span>
            {devices[id] === undefined && <span className="c-amber">not there</span>}
            <span className="grow" />
            {at > 0 && (
              <IconButton
                icon={ArrowUp}
                label={`Move ${id} up`}
                onClick={() => onChange(moved(ids, at, at - 1))}
              />
            )}
            {at < ids.length - 1 && (
              <IconButton
                icon={ArrowDown}
                label={`Move ${id} down`}
                onClick={() => onChange(moved(ids, at, at + 1))}
              />
            )}
            <IconButton
              icon={X}
              label={`Take ${id} out`}
              onClick={() => onChange(ids.filter((other) => other !== id))}
            />
          </li>
        ))}
      </ol>
      <ChoiceField
        label="Add a member"
        value=""
        options={[
          ['', free.length > 0 ? 'Choose a device' : 'All devices are in'],
          ...free.map((id) => [id, id] as const),
        ]}
        onChange={(id) => {
          if (id !== '') onChange([...ids, id]);
        }}
      />
      <FieldNote id="group-note" problems={problem} />
    </div>
  );
};

/** What stands in for it, and what it stands for. */
export const GroupFields = () => {
  const {
    setValue,
    formState: { errors },
  } = useFormContext<TypedDevice>();
  const [self, backup, mode, ids] = useWatch<
    TypedDevice,
    ['device_id', 'backup_device_id', 'group_mode', 'group_ids']
  >({ name: ['device_id', 'backup_device_id', 'group_mode', 'group_ids'] });
  const devices = useDevices();
  const others = Object.keys(devices)
    .filter((id) => id !== self)
    .sort();
  const typed = { shouldDirty: true, shouldValidate: true };
  const known = backup === '' || others.includes(backup) ? others : [backup, ...others];
  return (
    <>
      <ChoiceField
        label="Group"
        value={mode}
        options={MODES}
        onChange={(value) => {
          const chosen = MODES.find(([each]) => each === value)?.[0] ?? 'none';
          setValue('group_mode', chosen, typed);
        }}
      />
      {mode === 'none' ? (
        <ChoiceField
          label="Backup"
          value={backup}
          options={[
            ['', 'None'],
            ...known.map((id) => [id, devices[id] ? id : `${id} (not there)`] as const),
          ]}
          problem={errors.backup_device_id?.message}
          help="Takes over when this one does not answer."
          onChange={(id) => setValue('backup_device_id', id, typed)}
        />
      ) : (
        <Members
          ids={ids}
          others={others}
          problem={errors.group_ids?.message}
          onChange={(next) => setValue('group_ids', next, typed)}
        />
      )}
    </>
  );
};
