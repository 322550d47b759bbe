import type { HardwareTraffic } from '#shared/contract/hardware.ts';

/** What the inspector keeps of one client; older messages make room. */
export const MESSAGES_KEPT = 500;

/** A message with its number, by which it stays chosen while others come. */
export interface SeenMessage extends HardwareTraffic {
  id: number;
}

/** Newest last. Never changed in place. */
export interface TrafficLog {
  messages: readonly SeenMessage[];
  /** The number of the next one. */
  next: number;
}

export const EMPTY_TRAFFIC: TrafficLog = { messages: [], next: 1 };

/** The log with more messages, in the order in which they came. */
export const withMessages = (log: TrafficLog, news: readonly HardwareTraffic[]): TrafficLog => {
  if (news.length === 0) return log;
  const added = news.map((message, at) => ({ ...message, id: log.next + at }));
  return {
    messages: [...log.messages, ...added].slice(-MESSAGES_KEPT),
    next: log.next + news.length,
  };
};

/** So many came since that log was looked at. */
export const countSince = (seen: TrafficLog, now: TrafficLog): number =>
  Math.max(0, now.next - seen.next);

export interface MessageFilter {
  direction: 'all' | 'in' | 'out';
  /** Null: every type but pings and pongs, which are folded. */
  type: string | null;
  text: string;
}

export const EVERY_MESSAGE: MessageFilter = { direction: 'all', type: null, text: '' };

const HEARTBEAT = new Set(['ping', 'pong']);

const fits = (message: SeenMessage, { direction, type, text }: MessageFilter): boolean => {
  if (direction !== 'all' && message.direction !== direction) return false;
  if (type !== null && message.type !== type) return false;
  const sought = text.trim().toLowerCase();
  return (
    sought === '' ||
    `${message.type ?? ''} ${message.text} ${message.note ?? ''}`.toLowerCase().includes(sought)
  );
};

/** One line of the inspector: a message, or pings and pongs that stand together. */
export type TrafficRow =
  | { kind: 'message'; message: SeenMessage }
  | { kind: 'folded'; id: number; at: string; count: number };

/** The messages that fit, newest first. Pings and pongs are folded unless they are what is looked for. */
export const trafficRows = ({ messages }: TrafficLog, filter: MessageFilter): TrafficRow[] => {
  const folds = filter.type === null && filter.text.trim() === '';
  const rows: TrafficRow[] = [];
  for (const message of messages.toReversed()) {
    if (!fits(message, filter)) continue;
    const last = rows.at(-1);
    if (folds && HEARTBEAT.has(message.type ?? '')) {
      if (last?.kind === 'folded') {
        last.count += 1;
        // The oldest of them names the fold: it stays while newer ones come.
        last.id = message.id;
      } else rows.push({ kind: 'folded', id: message.id, at: message.at, count: 1 });
    } else rows.push({ kind: 'message', message });
  }
  return rows;
};

/** The types that there are, most frequent first. */
export const typesIn = ({ messages }: TrafficLog): string[] => {
  const counts = new Map<string, number>();
  for (const { type } of messages)
    if (type !== null) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .toSorted(([one, times], [other, often]) => often - times || (one < other ? -1 : 1))
    .map(([type]) => type);
};

export const rowId = (row: TrafficRow): number =>
  row.kind === 'folded' ? row.id : row.message.id;

/** The message that a key leads to from the one that is chosen; null where it leads to none. */
export const stepMessage = (
  rows: readonly TrafficRow[],
  chosen: number | null,
  key: string,
): SeenMessage | null => {
  const messages = rows.flatMap((row) => (row.kind === 'message' ? [row.message] : []));
  const at = messages.findIndex(({ id }) => id === chosen);
  switch (key) {
    case 'ArrowDown':
      return messages[at < 0 ? 0 : at + 1] ?? null;
    case 'ArrowUp':
      return at < 0 ? (messages[0] ?? null) : (messages[at - 1] ?? null);
    case 'Home':
      return messages[0] ?? null;
    case 'End':
      return messages.at(-1) ?? null;
    default:
      return null;
  }
};
