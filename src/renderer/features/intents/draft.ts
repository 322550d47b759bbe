import { z } from 'zod';
import { ALL_CAMERAS, isCameraCommand } from '#shared/contract/camera.ts';
import {
  ActionTypeSchema,
  ButtonActionSchema,
  IntentSchema,
  type ButtonAction,
  type Intent,
  type PerformedAction,
} from '#shared/contract/intent.ts';
import { FallbackSchema } from '#shared/contract/policy.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { conditionProblems } from '#shared/domain/conditions-problems.ts';

/** What may be typed: the shape of an intent, with names of any kind. */
export const IntentDraftSchema: z.ZodType<Intent> = IntentSchema.extend({
  intent_name: z.string(),
  guard: z.string().nullish(),
  actions: z.array(
    ButtonActionSchema.extend({
      action_type: ActionTypeSchema,
      protocol_name: z.string(),
      device_id: z.string(),
      fallbacks: z
        .array(
          FallbackSchema.extend({
            protocol_name: z.string(),
            device_id: z.string().optional(),
          }),
        )
        .nullish(),
    }),
  ),
});

interface Issue {
  path: (string | number)[];
  message: string;
}

const cameraIssues = (action: ButtonAction, index: number): Issue[] => {
  const at = (field: string, message: string): Issue => ({
    path: ['actions', index, field],
    message,
  });
  const issues: Issue[] = [];
  if (!isCameraCommand(action.protocol_name))
    issues.push(at('protocol_name', 'Choose a camera command.'));
  if (action.device_id === ALL_CAMERAS && action.protocol_name === 'assign_device')
    issues.push(at('device_id', 'A camera goes into one slot: choose it.'));
  return issues;
};

/** So much is no line about what it achieves: something was pasted by mistake. */
const LONGEST_DESCRIPTION = 10_000;

/** What may be stored: the contract's rules, and what the engine would refuse. */
export const IntentCheckSchema: z.ZodType<Intent> = IntentSchema.superRefine(
  ({ description, actions, conditions }, context) => {
    if (description.length > LONGEST_DESCRIPTION)
      context.addIssue({
        code: 'custom',
        path: ['description'],
        message: `${description.length.toLocaleString('en')} characters: type ${LONGEST_DESCRIPTION.toLocaleString('en')} at most.`,
      });
    const issues = actions.flatMap((action, index) =>
      action.action_type === 'camera' ? cameraIssues(action, index) : [],
    );
    for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message });
    for (const { field, message } of conditions ? conditionProblems(conditions) : [])
      context.addIssue({
        code: 'custom',
        path: ['conditions'],
        message: `${field}: ${message}`,
      });
  },
);

export interface DraftProblem {
  /** `actions.0.protocol_name`. */
  path: string;
  message: string;
}

const EMPTY: Record<string, string> = {
  protocol_name: 'Choose a protocol.',
  device_id: 'Choose a device.',
};
const EMPTY_HARDWARE: Record<string, string> = {
  protocol_name: 'Type the type of the message.',
  device_id: 'Choose a client.',
};

const valueAt = (draft: unknown, path: readonly PropertyKey[]): unknown => {
  let value = draft;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<PropertyKey, unknown>(Object.entries(value)).get(String(part));
  }
  return value;
};

/** Everything to correct before it can be stored. */
export const draftProblems = (draft: Intent): DraftProblem[] => {
  const checked = IntentCheckSchema.safeParse(draft);
  if (checked.success) return [];
  return checked.error.issues.map(({ path, message }) => {
    const isHardware = valueAt(draft, [...path.slice(0, -1), 'action_type']) === 'hardware';
    const words = isHardware ? EMPTY_HARDWARE : EMPTY;
    const empty = valueAt(draft, path) === '' ? words[String(path.at(-1))] : undefined;
    return { path: path.map(String).join('.'), message: empty ?? message };
  });
};

const FIELD_WORDS: Readonly<Record<string, string>> = {
  intent_name: 'Name',
  description: 'What it achieves',
  priority: 'Priority',
  actions: 'Actions',
  conditions: 'Only when',
  guard: 'Guard',
  mode: 'Pressed again',
};

/** A field as the form calls it: `actions.2.device_id` is `Action 3`. */
export const fieldWords = (path: string): string => {
  const [field = '', index] = path.split('.');
  if (field === 'actions' && index !== undefined) return `Action ${Number(index) + 1}`;
  return FIELD_WORDS[field] ?? path;
};

export const problemAt = (problems: readonly DraftProblem[], path: string): string | null =>
  problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
    ?.message ?? null;

export const BLANK: Intent = {
  intent_name: '',
  description: '',
  actions: [],
  priority: 0,
  created_by: 'operator',
};

/** To a device, or what the control room does itself. */
export type ActionSort = 'device' | PerformedAction;

const sortOf = ({ action_type }: ButtonAction): ActionSort =>
  isPerformed(action_type) ? action_type : 'device';

/** An action to begin with: like the one before it where there is one. */
export const newAction = (
  type: ActionSort,
  before: ButtonAction | undefined,
  deviceId: string,
): ButtonAction => {
  const first = { device: deviceId, camera: ALL_CAMERAS, hardware: '' }[type];
  return {
    action_type: type === 'device' ? 'custom' : type,
    protocol_name: type === 'camera' ? 'start_recording' : '',
    device_id: before && sortOf(before) === type ? before.device_id : first,
    variables: {},
    delay_ms: 0,
  };
};

/** What kind of press its engine keeps books of, by what its protocol does. */
export const actionTypeFor = (protocolName: string): ButtonAction['action_type'] => {
  if (protocolName.endsWith('press')) return 'press';
  if (protocolName.endsWith('text')) return 'set_text';
  if (protocolName.endsWith('color')) return 'set_color';
  return 'custom';
};

/** The list with one action at another place. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const [item] = list.slice(from, from + 1);
  if (item === undefined) return [...list];
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, item);
};
