import { ALL_CAMERAS, CAMERA_COMMANDS, isCameraCommand } from '#shared/contract/camera.ts';
import type { ButtonAction, Intent } from '#shared/contract/intent.ts';
import { isName, NAME_WORDS } from '#shared/contract/names.ts';
import { cameraPayload } from '#shared/domain/camera-payload.ts';
import { conditionProblems } from '#shared/domain/conditions.ts';
import { fromHardwareName } from '#shared/domain/hardware-name.ts';
import { holdsVariable } from '#shared/domain/template.ts';
import { payloadIssues } from '../cameras/command-payload.ts';
import { fieldProblems, type FieldProblem } from './field-problems.ts';

const ONCE = 'It is never repeated by itself. Leave it out.';

/** What the control room does itself is done once, and nothing stands in for it. */
const performedProblems = ({ retry, fallbacks }: ButtonAction, at: string): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (retry) problems.push({ field: `${at}.retry`, message: ONCE });
  if (fallbacks && fallbacks.length > 0)
    problems.push({
      field: `${at}.fallbacks`,
      message: 'It has no stand-in. Leave it out, or give a macro step a fallback_intent.',
    });
  return problems;
};

/** What the action itself says is judged; what its context will bring, or a template, can't be yet. */
const cameraProblems = (action: ButtonAction, at: string): FieldProblem[] => {
  const { protocol_name: command, device_id, variables } = action;
  const problems = performedProblems(action, at);
  if (!isCameraCommand(command))
    return [
      ...problems,
      { field: `${at}.protocol_name`, message: `Use one of: ${CAMERA_COMMANDS.join(', ')}.` },
    ];
  if (device_id === ALL_CAMERAS && command === 'assign_device')
    problems.push({
      field: `${at}.device_id`,
      message: 'A camera goes into one slot: name it.',
    });
  const payload = cameraPayload(command, variables);
  const issues = payloadIssues(command, payload).filter(({ path: [name] }) => {
    const value = typeof name === 'string' ? payload[name] : undefined;
    return value !== undefined && !holdsVariable(value);
  });
  const named = fieldProblems(issues, false).map(({ field, message }) => ({
    field: `${at}.variables.${field}`,
    message,
  }));
  return [...problems, ...named];
};

const NAMED = ['protocol_name', 'device_id'] as const;

/** Only a client and a message may be named by any text, percent-encoded. */
const nameProblems = (action: ButtonAction, at: string): FieldProblem[] =>
  NAMED.filter((field) => !isName(action[field])).map((field) => ({
    field: `${at}.${field}`,
    message: NAME_WORDS,
  }));

const hardwareProblems = (action: ButtonAction, at: string): FieldProblem[] => [
  ...performedProblems(action, at),
  ...NAMED.filter((field) => fromHardwareName(action[field]) === null).map((field) => ({
    field: `${at}.${field}`,
    message: 'Percent-encode what is no letter, digit, dot, underscore or hyphen: desk%2F1.',
  })),
];

const actionProblems = (action: ButtonAction, at: string): FieldProblem[] => {
  if (action.action_type === 'hardware') return hardwareProblems(action, at);
  return [
    ...nameProblems(action, at),
    ...(action.action_type === 'camera' ? cameraProblems(action, at) : []),
  ];
};

/** What could never work in an intent, or must never run. Which protocols and devices there are may change yet. */
export const intentProblems = ({ actions, conditions }: Intent): FieldProblem[] => [
  ...actions.flatMap((action, index) => actionProblems(action, `actions[${index}]`)),
  ...(conditions ? conditionProblems(conditions) : []),
];
