import { ManualClock } from '../../clock-double.ts';
import { openLocal } from './providers.ts';
import { describeStateProvider } from './state-provider-conformance.ts';
import { fine, type StateProvider } from './state-provider.ts';

describeStateProvider('local', async () => {
  const clock = new ManualClock();
  let first: StateProvider | null = null;
  return {
    clock,
    async open(existingState, sessionId) {
      // A local session is this process's one object.
      if (first !== null && sessionId === first.sessionId) return fine(first);
      const opened = await openLocal({ clock, existingState, sessionId });
      if (opened.ok) first ??= opened.value;
      return opened;
    },
    expire: async () => first?.cleanup(),
    close: async () => undefined,
  };
});
