import type { BridgeConfig } from '../contract/config.ts';
import type { Device } from '../contract/device.ts';
import type { HardwareClient } from '../contract/hardware-clients.ts';
import type { ButtonAction, Intent } from '../contract/intent.ts';
import type { Layout, LayoutKey } from '../contract/layout.ts';
import type { Macro, MacroStep } from '../contract/macro.ts';
import type { Venue } from '../contract/venue.ts';
import type { ReferredKind } from '../contract/references.ts';

import { isPerformed } from './action-target.ts';

/** What names other values. */
export interface Holders {
  intent: Intent;
  macro: Macro;
  layout: Layout;
  device: Device;
  venue: Venue;
  hardware: HardwareClient;
  config: BridgeConfig;
}
export type HolderKind = keyof Holders;

/** Told of each name on the way; what it returns stands there in the copy. */
export type Visit = (kind: ReferredKind, name: string, where: string) => string;

const throughAction = (action: ButtonAction, where: string, visit: Visit): ButtonAction => ({
  ...action,
  // A camera's slot and its command, a client and its message, stand in the same fields.
  ...(isPerformed(action.action_type)
    ? {}
    : {
        protocol_name: visit('protocol', action.protocol_name, where),
        device_id: visit('device', action.device_id, where),
      }),
  ...(action.fallbacks
    ? {
        fallbacks: action.fallbacks.map((fallback, index) => {
          const here = `${where}, fallback ${index + 1}`;
          const { device_id } = fallback;
          return {
            ...fallback,
            protocol_name: visit('protocol', fallback.protocol_name, here),
            ...(device_id === undefined ? {} : { device_id: visit('device', device_id, here) }),
          };
        }),
      }
    : {}),
});

const throughStep = (step: MacroStep, where: string, visit: Visit): MacroStep => {
  const { intent_name, macro_id, fallback_intent, variables } = step;
  // What `wait_until` looks at. A template in its place names nothing yet.
  const device = variables?.['device_id'];
  return {
    ...step,
    ...(intent_name ? { intent_name: visit('intent', intent_name, where) } : {}),
    ...(macro_id ? { macro_id: visit('macro', macro_id, where) } : {}),
    ...(fallback_intent
      ? { fallback_intent: visit('intent', fallback_intent, `${where}, fallback`) }
      : {}),
    ...(typeof device === 'string' && !/[${]/.test(device)
      ? {
          variables: {
            ...variables,
            device_id: visit('device', device, `${where}, variables`),
          },
        }
      : {}),
  };
};

const throughKey = (key: LayoutKey, page: number, visit: Visit): LayoutKey => {
  const where = `key ${page}/${key.row}/${key.col}`;
  const { intent_name, macro_id } = key;
  return {
    ...key,
    ...(intent_name ? { intent_name: visit('intent', intent_name, where) } : {}),
    ...(macro_id ? { macro_id: visit('macro', macro_id, where) } : {}),
  };
};

/** A copy of a value, with every name in it as the visitor has it. */
export const walk: { [K in HolderKind]: (value: Holders[K], visit: Visit) => Holders[K] } = {
  intent: (intent, visit) => ({
    ...intent,
    actions: intent.actions.map((action, index) =>
      throughAction(action, `action ${index + 1}`, visit),
    ),
  }),

  macro: (macro, visit) => ({
    ...macro,
    steps: macro.steps.map((step) => throughStep(step, `step ${step.step_number}`, visit)),
    on_abort: macro.on_abort.map((step) =>
      throughStep(step, `on abort, step ${step.step_number}`, visit),
    ),
  }),

  layout: (layout, visit) => ({
    ...layout,
    device_id: visit('device', layout.device_id, 'the keys of this device'),
    pages: layout.pages.map((page) => ({
      ...page,
      keys: page.keys.map((key) => throughKey(key, page.page, visit)),
    })),
  }),

  device: (device, visit) => ({
    ...device,
    ...(device.backup_device_id
      ? { backup_device_id: visit('device', device.backup_device_id, 'backup') }
      : {}),
    ...(device.group
      ? {
          group: {
            ...device.group,
            device_ids: device.group.device_ids.map((id) => visit('device', id, 'group')),
          },
        }
      : {}),
  }),

  venue: (venue, visit) => ({
    ...venue,
    devices: Object.fromEntries(
      Object.entries(venue.devices).map(([id, url]) => [
        visit('device', id, 'its address'),
        url,
      ]),
    ),
  }),

  hardware: (client, visit) => ({
    ...client,
    triggers: client.triggers.map((trigger, index) => {
      const { intent_name, macro_id } = trigger;
      const where = `trigger ${index + 1}`;
      return {
        ...trigger,
        ...(intent_name ? { intent_name: visit('intent', intent_name, where) } : {}),
        ...(macro_id ? { macro_id: visit('macro', macro_id, where) } : {}),
      };
    }),
  }),

  config: (config, visit) => ({
    ...config,
    rate_limits: {
      ...config.rate_limits,
      targets: Object.fromEntries(
        Object.entries(config.rate_limits.targets).map(([target, limit]) => [
          target === '*' ? target : visit('device', target, 'rate limit'),
          limit,
        ]),
      ),
    },
  }),
};
