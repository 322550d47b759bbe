import type { ButtonChange } from '#shared/contract/button-state.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { KeyPhase } from '#shared/contract/execution.ts';
import type { Run } from './run.ts';
import type { Way } from '#shared/domain/ways.ts';

const coordinate = (value: unknown): number | null => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
};

/** A button on a device, as `{page}_{row}_{col}` names it. */
export const buttonIdOf = (variables: Readonly<Record<string, unknown>>): string | null => {
  const page = coordinate(variables['page']);
  const row = coordinate(variables['row']);
  const col = coordinate(variables['col']);
  return page === null || row === null || col === null ? null : `${page}_${row}_${col}`;
};

/** `buttonId` names the place `{page}_{row}_{col}` where the values name one. */
export interface ActionVariables {
  variables: Record<string, unknown>;
  buttonId: string | null;
}

/**
 * The values that an action's templates see: the seed's built-ins, then the action's own, then the context.
 * Who asks and which device it is are facts: nothing can overwrite them.
 */
export const actionVariables = (
  run: Run,
  action: Pick<ButtonAction, 'action_type' | 'device_id'> & Pick<Way, 'variables'>,
  nowMs: number,
): ActionVariables => {
  const variables: Record<string, unknown> = {
    action: action.action_type,
    agent_id: run.origin,
    ...action.variables,
    ...run.context,
    device_id: action.device_id,
    timestamp: Math.floor(nowMs / 1000),
  };
  if (run.origin.startsWith('agent:'))
    variables['agent_id'] = run.origin.slice('agent:'.length);
  const buttonId = buttonIdOf(variables);
  if (buttonId !== null) variables['button_id'] ??= buttonId;
  return { variables, buttonId };
};

/** What an action that went out changes in its button's state. */
export const buttonChange = (
  action: ButtonAction,
  phase: KeyPhase,
  variables: Readonly<Record<string, unknown>>,
  at: string,
): ButtonChange | null => {
  const { text, color } = variables;
  switch (action.action_type) {
    case 'press':
      return { kind: phase, at };
    case 'set_text':
      return typeof text === 'string' ? { kind: 'text', text, at } : null;
    case 'set_color':
      return typeof color === 'string' ? { kind: 'color', color, at } : null;
    case 'custom':
    case 'camera':
    case 'hardware':
      return null;
  }
};
