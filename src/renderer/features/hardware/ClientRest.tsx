import { get, useWatch } from 'react-hook-form';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { restInWords, SaveRest } from '../../ui/SaveRest.tsx';
import { SoundClientSchema } from './client-draft.ts';
import type { TypedClient } from './typed-client.ts';

const WORDS: Readonly<Record<string, string>> = {
  client_id: 'Id',
  client_type: 'Type',
  host: 'Backend',
  description: 'What it is for',
  enabled: 'Runs whenever the app does',
  simulated: 'Simulate',
  secure: 'Over TLS',
  path: 'Path',
  log_level: 'Log level',
  announce_order: 'Order to the backend',
  gpio_pins: 'Pins',
  gpio_chip: 'Chip',
  game_id: 'Game',
  debounce_ms: 'Debounce',
  lockout_ms: 'Lockout',
  early_penalty_ms: 'Penalty',
  grace_ms: 'Grace window',
  mapping_file: 'Mapping file',
  buzzers: 'Buzzers',
  triggers: 'Triggers',
  backends: 'More backends',
  query: 'More parameters',
  room_id: 'Control room',
  connect_timeout_ms: 'Connect time-out',
  heartbeat_ms: 'Ping interval',
  heartbeat_timeout_ms: 'Ping time-out',
  backoff_initial_ms: 'First wait',
  backoff_max_ms: 'Longest wait',
  lasted_ms: 'Lasting connection',
  handler_timeout_ms: 'Handler time-out',
  max_message_bytes: 'Largest message',
  heartbeat_misses: 'Missed pings',
  stale_after_ms: 'Silence until stale',
  queue_limit: 'Queue',
  outbound: 'While away',
  secret_name: 'Secret',
  auth_header: 'Header',
  ca: 'Authority',
};

const fieldWords = (path: string): string => {
  const [field = path, at] = path.split('.');
  const words = WORDS[field] ?? field.replaceAll('_', ' ');
  return at === undefined ? words : `${words} ${Number(at) + 1}`;
};

/** What keeps the client from being saved as it stands, and the way to save the rest of it. */
export const ClientRest = ({ edit }: { edit: EntityForm<TypedClient> }) => {
  const { errors } = edit.form.formState;
  // What can be saved changes with every field, not only with those that are wrong.
  const typed = useWatch({ control: edit.form.control });
  // Of something new nothing is stored that could stand in: each field says what it needs.
  if (edit.base === null || !edit.isDirty || Object.keys(errors).length === 0) return null;
  const checked = SoundClientSchema.safeParse(typed);
  const problems = (checked.error?.issues ?? [])
    .filter(({ path }) => get(errors, path.join('.')) !== undefined)
    .map(({ path, message }) => ({ field: fieldWords(path.join('.')), message }));
  if (problems.length === 0) return null;
  return (
    <div className="hw-note" data-tone="amber">
      <SaveRest
        problems={problems}
        rest={restInWords(edit.rest(), fieldWords)}
        isBusy={edit.saving === 'busy'}
        onSaveRest={() => void edit.saveRest()}
      />
    </div>
  );
};
