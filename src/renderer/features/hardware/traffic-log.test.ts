import { expect, test } from 'vitest';
import type { HardwareTraffic } from '#shared/contract/hardware.ts';
import {
  countSince,
  EMPTY_TRAFFIC,
  EVERY_MESSAGE,
  stepMessage,
  MESSAGES_KEPT,
  trafficRows,
  typesIn,
  withMessages,
  type MessageFilter,
  type TrafficLog,
} from './traffic-log.ts';

const message = (
  type: string | null,
  direction: 'in' | 'out' = 'in',
  change: Partial<HardwareTraffic> = {},
): HardwareTraffic => ({
  at: '2026-03-01T12:00:00.000Z',
  direction,
  type,
  text: JSON.stringify({ type }),
  bytes: 20,
  note: null,
  ...change,
});

const logOf = (...messages: HardwareTraffic[]): TrafficLog =>
  withMessages(EMPTY_TRAFFIC, messages);

const shown = (log: TrafficLog, filter: Partial<MessageFilter> = {}): string[] =>
  trafficRows(log, { ...EVERY_MESSAGE, ...filter }).map((row) =>
    row.kind === 'folded'
      ? `${row.count} folded`
      : `${row.message.direction} ${row.message.type}`,
  );

const idOf = (log: TrafficLog): number | null => {
  const [row] = trafficRows(log, EVERY_MESSAGE);
  return row?.kind === 'folded' ? row.id : null;
};

test('the newest stands first; pings and pongs that stand together are one line', () => {
  const log = logOf(
    message('ping'),
    message('pong', 'out'),
    message('toggle_buzzers'),
    message('ping'),
    message('pong', 'out'),
    message('ping'),
  );
  expect(shown(log)).toEqual(['3 folded', 'in toggle_buzzers', '2 folded']);
});

test('who looks for pings gets each of them', () => {
  const log = logOf(message('ping'), message('pong', 'out'));
  expect(shown(log, { type: 'ping' })).toEqual(['in ping']);
  expect(shown(log, { text: 'pong' })).toEqual(['out pong']);
});

test('a filter goes by direction, type, and text of the message or of its note', () => {
  const log = logOf(
    message('buzzer_pressed', 'out', { text: '{"buzzerId":"Crimson"}' }),
    message('buzzer_presed', 'in', { note: 'unknown type, ignored' }),
    message(null, 'in', { text: 'garbage' }),
  );
  expect(shown(log, { direction: 'out' })).toEqual(['out buzzer_pressed']);
  expect(shown(log, { type: 'buzzer_presed' })).toEqual(['in buzzer_presed']);
  expect(shown(log, { text: ' crimson ' })).toEqual(['out buzzer_pressed']);
  expect(shown(log, { text: 'IGNORED' })).toEqual(['in buzzer_presed']);
  expect(shown(log, { text: 'garbage' })).toEqual(['in null']);
  expect(shown(log, { text: 'garbage', direction: 'out' })).toEqual([]);
});

test('it keeps the newest, each with the number that it had', () => {
  const many = Array.from({ length: MESSAGES_KEPT }, () => message('tick'));
  const log = withMessages(logOf(...many), [message('last')]);
  expect(log.messages).toHaveLength(MESSAGES_KEPT);
  expect(log.messages[0]?.id).toBe(2);
  expect(log.messages.at(-1)).toMatchObject({ id: MESSAGES_KEPT + 1, type: 'last' });
  expect(countSince(logOf(message('tick')), log)).toBe(MESSAGES_KEPT);
});

test('a fold keeps its number while newer pings come', () => {
  const before = logOf(message('a'), message('ping'));
  const after = withMessages(before, [message('pong', 'out')]);
  expect(idOf(before)).toBe(2);
  expect(idOf(after)).toBe(2);
});

test('types stand by how often they came', () => {
  const log = logOf(message('b'), message('a'), message('c'), message('c'), message(null));
  expect(typesIn(log)).toEqual(['c', 'a', 'b']);
});

test('keys go from message to message, over what is folded', () => {
  const rows = trafficRows(logOf(message('a'), message('ping'), message('b')), EVERY_MESSAGE);
  const step = (chosen: number | null, key: string): string | null | undefined =>
    stepMessage(rows, chosen, key)?.type;
  expect(step(null, 'ArrowDown')).toBe('b');
  expect(step(3, 'ArrowDown')).toBe('a');
  expect(step(1, 'ArrowUp')).toBe('b');
  expect(step(1, 'ArrowDown')).toBeUndefined();
  expect(step(null, 'End')).toBe('a');
  expect(step(1, 'Home')).toBe('b');
  expect(step(1, 'x')).toBeUndefined();
});
