import type { Fault } from '#shared/contract/errors.ts';
import { sessionVariable } from '#shared/domain/template.ts';

type Values = Readonly<Record<string, unknown>>;

export type SessionAnswer = { ok: true; values: Values } | { ok: false; fault: Fault };

/** What the engine needs of a session's variables: the values that `{var:name}` stands for. */
export interface SessionValues {
  /** Those of the names that there are. The room's own session where none is given. */
  read(sessionId: string | undefined, names: readonly string[]): Promise<SessionAnswer>;
}

/** Of nobody: not even a turn is lost on it. */
export const NO_VALUES: SessionAnswer & { ok: true } = { ok: true, values: {} };

export const noSessionValues: SessionValues = {
  read: () => Promise.resolve(NO_VALUES),
};

/** Their values under the names that templates have for them. No names: nobody is asked. */
export const readSession = async (
  session: SessionValues,
  sessionId: string | undefined,
  names: readonly string[],
): Promise<SessionAnswer> => {
  if (names.length === 0) return NO_VALUES;
  const answer = await session.read(sessionId, names);
  if (!answer.ok) return answer;
  const entries = Object.entries(answer.values);
  return {
    ok: true,
    values: Object.fromEntries(entries.map(([name, value]) => [sessionVariable(name), value])),
  };
};

/** The values with those of the session: where it has none, nobody else's stands in for it. */
export const withSession = (
  values: Values,
  names: readonly string[],
  ofSession: Values,
): Values =>
  names.length === 0
    ? values
    : {
        ...values,
        ...Object.fromEntries(
          names.map((name) => [sessionVariable(name), ofSession[sessionVariable(name)]]),
        ),
      };
