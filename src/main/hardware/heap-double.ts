import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

const CollectSchema = z.custom<() => void>((value) => typeof value === 'function');

/** Bytes that are in use once what nobody holds is gone. */
export const heldBytes = (): number => {
  setFlagsFromString('--expose-gc');
  CollectSchema.parse(runInNewContext('gc'))();
  return process.memoryUsage().heapUsed;
};
