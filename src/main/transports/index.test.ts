import { expect, test } from 'vitest';
import { TransportTypeSchema } from '#shared/contract/protocol.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { createTransports } from './index.ts';

test('every transport type has its transport', async () => {
  const transports = createTransports({ clock: systemClock, log: createLog('silent') });
  for (const type of TransportTypeSchema.options) expect(transports[type].type).toBe(type);
  await Promise.all(Object.values(transports).map((transport) => transport.close()));
});
