import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { firstSends, type FirstSend } from '#shared/domain/first-send.ts';
import { useMirror } from './mirror-store.ts';

const DEFAULTS = BridgeConfigSchema.parse({});

/** The devices that kept a run back because nothing may be sent to them yet, as the catalogue stands now. */
export const firstSendsNow = (
  execution: Execution,
  actions: readonly ButtonAction[] = [],
): FirstSend[] => {
  const { devices, protocols, config } = useMirror.getState();
  return firstSends(execution, actions, {
    devices,
    protocols,
    config: config['bridge'] ?? DEFAULTS,
  });
};
