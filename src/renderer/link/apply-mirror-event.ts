import type { MirrorEvent, MirrorState } from '#shared/contract/mirror.ts';

export interface Mirrored {
  revision: number;
  state: MirrorState;
}

const patched = <V>(
  before: Record<string, V>,
  changes: Record<string, V | null> | undefined,
): Record<string, V> => {
  if (!changes) return before;
  const after = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete after[key];
    else after[key] = value;
  }
  return after;
};

/**
 * What the screen shows after an event. Slices and entries that did not change keep their identity.
 * Null when the event doesn't follow on what is here: subscribe again.
 */
export const applyMirrorEvent = (
  mirrored: Mirrored | null,
  event: MirrorEvent,
): Mirrored | null => {
  if (event.type === 'snapshot') return { revision: event.revision, state: event.state };
  if (mirrored?.revision !== event.from) return null;
  const { state } = mirrored;
  const { changes, revision } = event;
  return {
    revision,
    state: {
      config: patched(state.config, changes.config),
      devices: patched(state.devices, changes.devices),
      layouts: patched(state.layouts, changes.layouts),
      intents: patched(state.intents, changes.intents),
      macros: patched(state.macros, changes.macros),
      protocols: patched(state.protocols, changes.protocols),
      venues: patched(state.venues, changes.venues),
      hardware_clients: patched(state.hardware_clients, changes.hardware_clients),
      hardware: patched(state.hardware, changes.hardware),
      revisions: patched(state.revisions, changes.revisions),
      cameras: patched(state.cameras, changes.cameras),
      disks: patched(state.disks, changes.disks),
      runs: patched(state.runs, changes.runs),
      panic: patched(state.panic, changes.panic),
      buttons: patched(state.buttons, changes.buttons),
      executions: patched(state.executions, changes.executions),
      health: patched(state.health, changes.health),
      store: patched(state.store, changes.store),
      corruptions: patched(state.corruptions, changes.corruptions),
    },
  };
};
