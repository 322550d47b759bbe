import type { ButtonState } from '#shared/contract/button-state.ts';
import type { Device } from '#shared/contract/device.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import type { Facts } from '#shared/domain/conditions.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { buttonIdOf } from './action-variables.ts';
import type { Run } from './run.ts';

/** What conditions may ask about, as the engine knows it now: no round trip. */
export interface KnownState {
  device(id: string): Device | undefined;
  health(id: string): DeviceHealth;
  button(deviceId: string, buttonId: string): ButtonState | undefined;
}

/**
 * `context`: the request's values; `variables`: those of the actions, the context's before them; `device`: that of
 * the first action that has one, with its `health`; `button`: the key that was pressed, or the first action's place; `session`: the values of the session's variables that are asked about.
 */
export const conditionFacts = (
  state: KnownState,
  run: Run,
  actions: readonly ButtonAction[],
  session: NonNullable<Facts['session']>,
): Facts => {
  const first = actions.find(({ action_type }) => !isPerformed(action_type));
  const own: Record<string, unknown> = {};
  for (const action of actions.toReversed()) Object.assign(own, action.variables);
  const variables = { ...own, ...run.context };
  const deviceId = run.key?.device_id ?? first?.device_id;
  const buttonId = run.key
    ? `${run.key.page}_${run.key.row}_${run.key.col}`
    : buttonIdOf({ ...first?.variables, ...run.context });
  const device = first && state.device(first.device_id);
  return {
    context: {
      ...run.context,
      origin: run.origin,
      ...(run.sessionId ? { session_id: run.sessionId } : {}),
    },
    variables,
    device: device ? { ...device, health: state.health(device.device_id).state } : {},
    button:
      (deviceId === undefined || buttonId === null
        ? undefined
        : state.button(deviceId, buttonId)) ?? {},
    session,
  };
};
