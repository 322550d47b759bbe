import type { Outcome } from '#shared/contract/execution.ts';
import { isButtonId, isName } from '#shared/contract/names.ts';
import { fromHardwareName, hardwareName } from '#shared/domain/hardware-name.ts';
import type { Kind } from './store.ts';

export const CONFIG_KEY = 'mcr:bridge:companion:config';
export const METRICS_KEY = 'mcr:companion:metrics';
export const AUDIT_KEY = 'mcr:companion:audit';
/** One stream per outcome, so that many of one never push out the few of another. */
export const traceKey = (outcome: Outcome): string => `mcr:companion:trace:${outcome}`;
export const STATE_PREFIX = 'mcr:companion:state:';

/** What every key of ours begins with: one SCAN finds them all. */
export const ROOT_PREFIX = 'mcr:';

const NAMED_PREFIXES: Record<Exclude<Kind, 'config'>, string> = {
  protocol: 'mcr:protocol:companion:',
  device: 'mcr:catalog:companion:device:',
  intent: 'mcr:mapping:companion:intent:',
  macro: 'mcr:companion:macro:',
  macro_run: 'mcr:companion:macro_run:',
  layout: 'mcr:companion:layout:',
  session: 'mcr:companion:session:',
  venue: 'mcr:companion:venue:',
  hardware: 'mcr:companion:hardware:',
  pack: 'mcr:companion:pack:',
};

export const KINDS = [
  'config',
  'protocol',
  'device',
  'intent',
  'macro',
  'macro_run',
  'layout',
  'session',
  'venue',
  'hardware',
  'pack',
] as const satisfies readonly Kind[];

/** Prefixes whose changes by anybody matter to us; none begins with another. */
export const WATCHED_PREFIXES: readonly string[] = [
  CONFIG_KEY,
  ...Object.values(NAMED_PREFIXES),
  STATE_PREFIX,
];

/** What stands in a key for a name; null where there is no such thing. Ids of hardware are percent-encoded. */
const inKey = (kind: Kind, name: string): string | null => {
  if (kind === 'hardware') return hardwareName(name);
  return isName(name) ? name : null;
};

const fromKey = (kind: Kind, text: string): string | null => {
  if (kind === 'hardware') return fromHardwareName(text);
  return isName(text) ? text : null;
};

/** Null where the name may not become part of a key. The config is the one named `bridge`. */
export const keyOf = (kind: Kind, name: string): string | null => {
  if (kind === 'config') return name === 'bridge' ? CONFIG_KEY : null;
  const encoded = inKey(kind, name);
  return encoded === null ? null : NAMED_PREFIXES[kind] + encoded;
};

/** Null where the key is none of the catalogue's. */
export const entityOf = (key: string): { kind: Kind; name: string } | null => {
  if (key === CONFIG_KEY) return { kind: 'config', name: 'bridge' };
  for (const kind of KINDS) {
    if (kind === 'config' || !key.startsWith(NAMED_PREFIXES[kind])) continue;
    const name = fromKey(kind, key.slice(NAMED_PREFIXES[kind].length));
    return name === null ? null : { kind, name };
  }
  return null;
};

/** @throws RangeError where one of them may not become part of a key. */
export const buttonKeyOf = (deviceId: string, buttonId: string): string => {
  if (!isName(deviceId) || !isButtonId(buttonId))
    throw new RangeError(`Not a button: ${deviceId} ${buttonId}`);
  return `${STATE_PREFIX}${deviceId}:${buttonId}`;
};

/** Null where the key is no button's state. */
export const buttonOf = (key: string): { device_id: string; button_id: string } | null => {
  if (!key.startsWith(STATE_PREFIX)) return null;
  const [device_id = '', button_id = '', ...rest] = key.slice(STATE_PREFIX.length).split(':');
  const valid = rest.length === 0 && isName(device_id) && isButtonId(button_id);
  return valid ? { device_id, button_id } : null;
};
