import { z } from 'zod';
import { DeviceSchema, type Device } from '#shared/contract/device.ts';
import { DECK_MODELS } from '#shared/domain/deck-geometry.ts';
import { isSimulated, OBS_PORT } from '#shared/domain/target.ts';
import type { Made } from '../../link/put-typed.ts';

/** A device as it is typed: figures and JSON are texts until they are saved. */
export const TypedDeviceSchema = z.object({
  device_id: z.string(),
  device_type: z.string(),
  page_count: z.string(),
  rows: z.string(),
  cols: z.string(),
  connection_url: z.string(),
  /** The name of a secret; absent in drafts of a former version. */
  password_name: z.string().default(''),
  backup_device_id: z.string(),
  group_mode: z.enum(['none', 'failover', 'mirror']),
  group_ids: z.array(z.string()),
  simulated: z.boolean(),
  observe_only: z.boolean(),
  metadata: z.string(),
  /** What this form has no field for: it stays as it stands. */
  rest: z.record(z.string(), z.unknown()),
});
export type TypedDevice = z.infer<typeof TypedDeviceSchema>;

/** A new device begins harmless: it looks like the usual surface and is only observed. */
export const blankDevice = (device_id = ''): TypedDevice => ({
  device_id,
  device_type: 'streamdeck_xl',
  page_count: '10',
  rows: '4',
  cols: '8',
  connection_url: '',
  password_name: '',
  backup_device_id: '',
  group_mode: 'none',
  group_ids: [],
  simulated: false,
  observe_only: true,
  metadata: '{}',
  rest: {},
});

/** The form of a stored device. `last_seen` is the engine's and no part of it. */
export const typedOf = (device: Device): TypedDevice => {
  const {
    device_id,
    device_type,
    page_count,
    rows,
    cols,
    connection_url,
    password_name,
    backup_device_id,
    group,
    observe_only,
    metadata,
    last_seen: _seen,
    ...rest
  } = device;
  const { simulated: _simulated, ...others } = metadata;
  return {
    device_id,
    device_type,
    page_count: String(page_count),
    rows: String(rows),
    cols: String(cols),
    connection_url: connection_url ?? '',
    password_name: password_name ?? '',
    backup_device_id: backup_device_id ?? '',
    group_mode: group?.mode ?? 'none',
    group_ids: group?.device_ids ?? [],
    simulated: isSimulated(device),
    observe_only: observe_only === true,
    metadata: JSON.stringify(others, null, 2),
    rest,
  };
};

const figureOf = (text: string): unknown =>
  /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;

const metadataOf = (text: string): Record<string, unknown> | null => {
  try {
    const read = z
      .record(z.string(), z.unknown())
      .safeParse(JSON.parse(text.trim() === '' ? '{}' : text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};

/** Nobody has to know OBS's port: it is the usual one where none is typed. */
const withUsualPort = (url: string): string =>
  /^obs:\/\/(\[[^\]]+\]|[^/:\s]+)\/?$/.test(url)
    ? `${url.replace(/\/$/, '')}:${OBS_PORT}`
    : url;

const candidateOf = (typed: TypedDevice, metadata: Record<string, unknown>): unknown => ({
  ...typed.rest,
  device_id: typed.device_id,
  device_type: typed.device_type,
  page_count: figureOf(typed.page_count),
  rows: figureOf(typed.rows),
  cols: figureOf(typed.cols),
  connection_url:
    typed.connection_url.trim() === '' ? null : withUsualPort(typed.connection_url.trim()),
  ...(typed.password_name.trim() === '' ? {} : { password_name: typed.password_name.trim() }),
  backup_device_id: typed.backup_device_id === '' ? null : typed.backup_device_id,
  group:
    typed.group_mode === 'none'
      ? null
      : { mode: typed.group_mode, device_ids: typed.group_ids },
  ...(typed.observe_only ? { observe_only: true } : {}),
  metadata: typed.simulated ? { ...metadata, simulated: true } : metadata,
});

type Problem = [field: keyof TypedDevice, message: string];

const FIGURES: Partial<Record<string, string>> = {
  page_count: 'A whole number from 1 to 999.',
  rows: 'A whole number from 1 to 16.',
  cols: 'A whole number from 1 to 16.',
};

const problemOf = ({ path, message }: z.core.$ZodIssue): Problem => {
  const [field] = path;
  const words = FIGURES[String(field)];
  if (field === 'group')
    return ['group_ids', 'A group needs at least one member, and has 16 at most.'];
  if (field === 'device_type')
    return ['device_type', 'Write what it is: streamdeck_xl, virtual_surface, mixer …'];
  const known = TypedDeviceSchema.keyof().safeParse(field);
  return [known.data ?? 'metadata', words ?? message];
};

const selfProblems = ({
  device_id,
  backup_device_id,
  group_mode,
  group_ids,
}: TypedDevice): Problem[] => [
  ...(backup_device_id !== '' && backup_device_id === device_id
    ? [['backup_device_id', 'Choose another device: it can’t stand in for itself.'] as Problem]
    : []),
  ...(group_mode !== 'none' && group_ids.includes(device_id)
    ? [['group_ids', 'Take it out of its own group.'] as Problem]
    : []),
];

/** The device that this form makes, or what is wrong with it, field by field. */
export const deviceOf = (typed: TypedDevice): Made<Device> => {
  const metadata = metadataOf(typed.metadata);
  const parsed = DeviceSchema.safeParse(candidateOf(typed, metadata ?? {}));
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(problemOf)),
    ...selfProblems(typed),
    ...(metadata === null
      ? [['metadata', 'Write a JSON object, as {"rack": "B2"}.'] as Problem]
      : []),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: parsed.data };
};

/** What may be stored. */
export const SoundDeviceSchema: z.ZodType<TypedDevice> = TypedDeviceSchema.superRefine(
  (typed, context) => {
    const made = deviceOf(typed);
    if (made.ok) return;
    for (const [field, message] of made.problems)
      context.addIssue({ code: 'custom', path: [field], message });
  },
);

/** A model brings its own grid; anything else keeps the grid that is there. */
export const withModel = (device_type: string): Partial<Pick<TypedDevice, 'rows' | 'cols'>> => {
  const model = DECK_MODELS[device_type];
  return model ? { rows: String(model.rows), cols: String(model.cols) } : {};
};

/** A copy under a free name, only observed until somebody lets it send. */
export const copyOf = (device: Device, taken: ReadonlySet<string>): TypedDevice => {
  let device_id = `${device.device_id}_copy`;
  for (let n = 2; taken.has(device_id); n += 1) device_id = `${device.device_id}_copy_${n}`;
  const { created_at: _made, ...rest } = typedOf(device).rest;
  return { ...typedOf(device), device_id, rest, observe_only: true };
};
