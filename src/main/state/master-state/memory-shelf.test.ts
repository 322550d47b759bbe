import { createMemoryShelf } from './memory-shelf.ts';
import { describeMasterState } from './master-state-conformance.ts';

describeMasterState('memory', async () => {
  const shelf = createMemoryShelf();
  return {
    shelf,
    foreign: async (session, text) => shelf.write(session, text ?? ''),
    raw: async (session) => (await shelf.read(session)).text || null,
    close: async () => undefined,
  };
});
