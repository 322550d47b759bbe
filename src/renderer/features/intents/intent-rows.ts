import type { ExecutionSummary } from '#shared/contract/execution.ts';
import type { HardwareClient } from '#shared/contract/hardware-clients.ts';
import type { Intent } from '#shared/contract/intent.ts';
import type { Layout } from '#shared/contract/layout.ts';
import type { Macro } from '#shared/contract/macro.ts';

/** Who fires an intent. */
export interface Usage {
  /** `studio_main 1/0/2`. */
  keys: string[];
  /** Ids of macros. */
  macros: string[];
  /** Ids of hardware clients, by a trigger. */
  clients: string[];
}

export interface IntentRow {
  name: string;
  description: string;
  usage: Usage;
  /** What a search looks through, in lower case. */
  searched: string;
}

export type IntentFilter = 'all' | 'trouble' | 'unused';

export const NOBODY: Usage = { keys: [], macros: [], clients: [] };

/** Every key, macro and hardware client by the intent that it fires. */
export const usageIndex = (
  layouts: Readonly<Record<string, Layout>>,
  macros: Readonly<Record<string, Macro>>,
  clients: Readonly<Record<string, HardwareClient>>,
): ReadonlyMap<string, Usage> => {
  const index = new Map<string, Usage>();
  const of = (name: string): Usage => {
    const known = index.get(name) ?? { keys: [], macros: [], clients: [] };
    index.set(name, known);
    return known;
  };
  for (const { device_id, pages } of Object.values(layouts))
    for (const { page, keys } of pages)
      for (const { row, col, intent_name } of keys)
        if (intent_name) of(intent_name).keys.push(`${device_id} ${page}/${row}/${col}`);
  for (const { macro_id, steps, on_abort } of Object.values(macros)) {
    const fired = [...steps, ...on_abort].flatMap((step) => [
      step.intent_name,
      step.fallback_intent,
    ]);
    for (const name of new Set(fired)) if (name) of(name).macros.push(macro_id);
  }
  for (const { client_id, triggers } of Object.values(clients))
    for (const name of new Set(triggers.map(({ intent_name }) => intent_name)))
      if (name) of(name).clients.push(client_id);
  return index;
};

/** All intents by name, ready to be searched. */
export const intentRows = (
  intents: Readonly<Record<string, Intent>>,
  usage: ReadonlyMap<string, Usage>,
): IntentRow[] =>
  Object.values(intents)
    .map(({ intent_name: name, description, actions }) => ({
      name,
      description,
      usage: usage.get(name) ?? NOBODY,
      searched: [name, description, ...actions.map(({ device_id }) => device_id)]
        .join('\n')
        .toLowerCase(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const TROUBLE: ReadonlySet<string | null | undefined> = new Set([
  'failed',
  'unknown',
  'expired',
]);

export const isTrouble = (run: ExecutionSummary | undefined): boolean =>
  TROUBLE.has(run?.outcome);

const isUnused = ({ usage }: IntentRow): boolean => usageWords(usage) === 'unused';

/** Those that hold every word of the search and that the filter lets through. */
export const matchingRows = (
  rows: readonly IntentRow[],
  search: string,
  filter: IntentFilter,
  lastRun: (name: string) => ExecutionSummary | undefined,
): IntentRow[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      words.every((word) => row.searched.includes(word)) &&
      (filter !== 'trouble' || isTrouble(lastRun(row.name))) &&
      (filter !== 'unused' || isUnused(row)),
  );
};

/** The median latency of the runs that came to something, by intent. Milliseconds. */
export const medians = (runs: readonly ExecutionSummary[]): ReadonlyMap<string, number> => {
  const latencies = new Map<string, number[]>();
  for (const { intent_name, outcome, latency_ms } of runs) {
    if (intent_name === null || (outcome !== 'ok' && outcome !== 'sent')) continue;
    const known = latencies.get(intent_name);
    if (known) known.push(latency_ms);
    else latencies.set(intent_name, [latency_ms]);
  }
  return new Map(
    [...latencies].map(([name, values]) => {
      const sorted = values.toSorted((a, b) => a - b);
      return [name, sorted[Math.floor(sorted.length / 2)] ?? 0];
    }),
  );
};

const count = (things: readonly string[], one: string): string[] =>
  things.length === 0 ? [] : [`${things.length} ${one}${things.length === 1 ? '' : 's'}`];

/** `2 keys, 1 macro`, `1 client`; `unused`. */
export const usageWords = ({ keys, macros, clients }: Usage): string =>
  [...count(keys, 'key'), ...count(macros, 'macro'), ...count(clients, 'client')].join(', ') ||
  'unused';

/** The same with their names: what would break without it. */
export const usageNames = ({ keys, macros, clients }: Usage): string[] => [
  ...keys.map((key) => `key ${key}`),
  ...macros.map((id) => `macro ${id}`),
  ...clients.map((id) => `hardware client ${id}`),
];
