import { ROOM_SESSION } from '#shared/contract/variables.ts';
import type { SessionValues } from '../engine/session-values.ts';
import type { VariableSessions } from './variable-sessions.ts';
import { variableFault } from './variables/variable-fault.ts';

/** The variables of sessions as templates see them: of a session that is over there are none. */
export const sessionValuesOf = (sessions: VariableSessions): SessionValues => ({
  async read(sessionId = ROOM_SESSION, names) {
    const found = await sessions.find(sessionId);
    const answer = found.ok ? await found.value.getMany(names) : found;
    if (answer.ok) return { ok: true, values: answer.value };
    if (answer.error.code !== 'session_expired')
      return { ok: false, fault: variableFault(answer.error) };
    if (found.ok) sessions.forget(found.value);
    return { ok: true, values: {} };
  },
});
