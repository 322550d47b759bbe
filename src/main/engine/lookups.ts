import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import type { ErrorType, Fault } from '#shared/contract/errors.ts';
import {
  StoreUnavailable,
  type Entities,
  type Kind,
  type Lookup,
  type Store,
} from '../store/store.ts';

export type Found<T> = { ok: true; value: T; stale: boolean } | { ok: false; fault: Fault };

const ABSENT: Record<Kind, { error_type: ErrorType; what: string; hint: string }> = {
  config: { error_type: 'not_found', what: 'Configuration', hint: 'Save it in Settings.' },
  protocol: {
    error_type: 'protocol_error',
    what: 'Protocol',
    hint: 'Install the pack it belongs to, or choose another protocol for the action.',
  },
  device: {
    error_type: 'device_not_found',
    what: 'Device',
    hint: 'Add the device, or choose another one for the action.',
  },
  intent: {
    error_type: 'intent_not_found',
    what: 'Intent',
    hint: 'Check the name, or create the intent.',
  },
  macro: { error_type: 'not_found', what: 'Macro', hint: 'Check the name.' },
  macro_run: {
    error_type: 'not_found',
    what: 'Macro run',
    hint: 'It has ended; the executions show how.',
  },
  session: { error_type: 'not_found', what: 'Session', hint: 'Start a session first.' },
  venue: { error_type: 'not_found', what: 'Venue', hint: 'Save the place you are in as one.' },
  hardware: {
    error_type: 'not_found',
    what: 'Hardware client',
    hint: 'Check the id, or add the client on the Hardware page.',
  },
  pack: { error_type: 'not_found', what: 'Pack', hint: 'Install it on the Packs page.' },
  layout: { error_type: 'not_found', what: 'Layout', hint: 'Lay out the keys of the device.' },
};

const DEFAULTS: BridgeConfig = BridgeConfigSchema.parse({});

const judged = <T>(kind: Kind, name: string, lookup: Lookup<T>): Found<T> => {
  switch (lookup.found) {
    case 'present':
      return { ok: true, value: lookup.value, stale: lookup.source === 'stale' };
    case 'absent': {
      const { error_type, what, hint } = ABSENT[kind];
      return {
        ok: false,
        fault: {
          error_type,
          message: `${what} not found: ${name}`,
          details: { kind, name, hint },
        },
      };
    }
    case 'corrupt': {
      const { key, problem } = lookup.corruption;
      return {
        ok: false,
        fault: {
          error_type: 'state_corruption',
          message: `${key} can't be read: ${problem}`,
          details: {
            key,
            problem,
            hint: 'Open the notice on the screen to see it raw and mend it.',
          },
        },
      };
    }
  }
};

/** Looks a stored value up; costs no round trip and no turn of the loop where the near cache knows it. */
export const lookUp = <K extends Kind>(
  store: Store,
  kind: K,
  name: string,
): Found<Entities[K]> | Promise<Found<Entities[K]>> => {
  const known = store.peek(kind, name);
  if (known) return judged(kind, name, known);
  return store.read(kind, name).then(
    (lookup) => judged(kind, name, lookup),
    (error: unknown) => {
      if (error instanceof StoreUnavailable) return { ok: false, fault: error.fault };
      throw error;
    },
  );
};

const orDefaults = (found: Found<BridgeConfig>): Found<BridgeConfig> =>
  !found.ok && found.fault.error_type === 'not_found'
    ? { ok: true, value: DEFAULTS, stale: false }
    : found;

/** The bridge's configuration; its defaults where none is stored. */
export const lookUpConfig = (
  store: Store,
): Found<BridgeConfig> | Promise<Found<BridgeConfig>> => {
  const found = lookUp(store, 'config', 'bridge');
  return 'then' in found ? found.then(orDefaults) : orDefaults(found);
};

export const defaultConfig = (): BridgeConfig => DEFAULTS;
