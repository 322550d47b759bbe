import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import { aButton, aRecording } from '../store-samples.ts';
import { Outbox, type Waiting } from './outbox.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mcr-outbox-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const log = createLog('silent');
const waiting = (): Waiting => ({
  recording: aRecording({}, [aButton()]),
  part: 'all',
  doubtful: false,
});

it('keeps the newest 10,000, and counts what it gives up', () => {
  const outbox = new Outbox(undefined, log);
  const first = waiting();
  outbox.add(first);
  const later = waiting();
  for (let count = 0; count < 10_000; count += 1) outbox.add(later);
  expect(outbox.size).toBe(10_000);
  expect(outbox.dropped).toBe(1);
  expect(outbox.execution(first.recording.execution.execution_id)).toBe(null);
});

it('carries everything over to the next session, and doubts whether it was written', () => {
  const file = join(dir, 'waiting.jsonl');
  const outbox = new Outbox(file, log);
  const entry = waiting();
  outbox.add(entry);
  outbox.save();
  const next = new Outbox(file, log);
  next.load();
  expect(next.entries).toEqual([{ ...entry, doubtful: true }]);
  next.done(new Set(next.entries));
  expect(() => readFileSync(file)).toThrow('ENOENT');
});

it('passes over a line that can not be read', () => {
  const file = join(dir, 'waiting.jsonl');
  writeFileSync(file, `{"recording":\n${JSON.stringify(waiting())}\n{}\n`);
  const outbox = new Outbox(file, log);
  outbox.load();
  expect(outbox.size).toBe(1);
});
