import type { AuditEntry } from '#shared/contract/telemetry.ts';
import { auditEntryOf, streamPosition, type StreamEntry } from '../audit-fields.ts';
import { AUDIT_KEY } from '../keys.ts';
import type { RedisClient } from './redis-clients.ts';

const PAGE = 200;
/** How far the clocks of this machine and of Redis may differ. */
const CLOCK_SLACK_MS = 60_000;

/** An entry as the client gives it, with its fields by name. */
export const entryOf = ([id, flat]: [string, string[]]): StreamEntry => {
  const fields: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2)
    fields[flat[index] ?? ''] = flat[index + 1] ?? '';
  return { id, fields };
};

/** Pages forward from a wall-clock time in milliseconds to the end. */
const forward = async function* (
  client: RedisClient,
  fromMs: number,
): AsyncGenerator<StreamEntry[], void, void> {
  let start = String(Math.max(0, Math.trunc(fromMs)));
  for (;;) {
    const page = (await client.xrange(AUDIT_KEY, start, '+', 'COUNT', PAGE)).map(entryOf);
    yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    start = `(${last.id}`;
  }
};

/** Newest first. Entries of other writers that are no executions are passed over. */
export const readAudit = async (
  client: RedisClient,
  { limit, before }: { limit: number; before?: string },
): Promise<AuditEntry[]> => {
  const found: AuditEntry[] = [];
  let end = '+';
  if (before !== undefined) {
    const edge = streamPosition(before);
    if (!edge || (edge[0] === 0n && edge[1] === 0n)) return [];
    end = `(${edge[0]}-${edge[1]}`;
  }
  while (found.length < limit) {
    const count = Math.min(limit, PAGE);
    const page = (await client.xrevrange(AUDIT_KEY, end, '-', 'COUNT', count)).map(entryOf);
    found.push(...page.flatMap((entry) => auditEntryOf(entry) ?? []));
    const last = page.at(-1);
    if (!last || page.length < count) break;
    end = `(${last.id}`;
  }
  return found.slice(0, limit);
};

/** Which of the executions are in the stream already; none of them is older than `fromMs`. */
export const presentExecutions = async (
  client: RedisClient,
  ids: ReadonlySet<string>,
  fromMs: number,
): Promise<Set<string>> => {
  const present = new Set<string>();
  for await (const page of forward(client, fromMs - CLOCK_SLACK_MS)) {
    for (const { fields } of page) {
      const id = fields['execution_id'];
      if (id !== undefined && ids.has(id)) present.add(id);
    }
    if (present.size === ids.size) break;
  }
  return present;
};
