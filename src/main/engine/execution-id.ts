import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const pool = new Uint16Array(2048);
let next = pool.length;

/** From 0 up to 1. Asking the system for each of an id's sixteen characters cost more than the rest of a press. */
const random = (): number => {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const value = pool[next] ?? 0;
  next += 1;
  return value / 0x1_0000;
};

/** Ids of executions: ULIDs, so that they sort by the time (milliseconds since 1970) that each is given. */
export const createExecutionIds = (): ((nowMs: number) => string) => monotonicFactory(random);
