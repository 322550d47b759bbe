import { expect, test } from 'vitest';
import { listingDouble } from './hardware-double.ts';
import { hardwareInTrouble, hardwareWords } from './hardware-in-trouble.ts';

const OPEN = listingDouble({ client_id: 'open' });
const WAITING = listingDouble({ client_id: 'waiting', state: 'waiting' });
const STOPPED = listingDouble({ client_id: 'stopped', state: 'stopped' });
const GAVE_UP = listingDouble({
  client_id: 'gave up',
  state: 'stopped',
  last_error: 'The backend refused the token.',
});
const BROKEN = listingDouble({ client_id: 'broken', state: 'stopped', problem: 'No secret.' });
const STALE = listingDouble({ client_id: 'stale', state: 'stale' });

const all = (...clients: ReturnType<typeof listingDouble>[]) =>
  Object.fromEntries(clients.map((client) => [client.client_id, client]));

test('what should run and does not is in trouble, what somebody stopped is not', () => {
  expect(
    hardwareInTrouble(all(OPEN, WAITING, STOPPED, GAVE_UP, BROKEN, STALE)).map(
      ({ client_id }) => client_id,
    ),
  ).toEqual(['waiting', 'gave up', 'broken', 'stale']);
  const elsewhere = { ...BROKEN, elsewhere: true, problem: 'Another control room runs it.' };
  expect(hardwareInTrouble(all(elsewhere))).toEqual([]);
  const off = { ...GAVE_UP, enabled: false };
  expect(hardwareInTrouble(all(off))).toEqual([]);
});

test('the lamp counts those that should run', () => {
  expect(hardwareWords(all(OPEN, STOPPED))).toBe('1 open');
  expect(hardwareWords(all(OPEN, WAITING, GAVE_UP, STOPPED))).toBe('1 of 3');
  expect(hardwareWords(all(STOPPED))).toBe('stopped');
});
