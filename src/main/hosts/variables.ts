import type { Origin } from '#shared/contract/execution.ts';
import type {
  Variable,
  VariableMetadata,
  VariableType,
  Constraints,
  VariableEvent,
  VariableExport,
  VariableSession,
} from '#shared/contract/variables.ts';
import type { VariableSessions } from '../state/variable-sessions.ts';
import type { Answer, StateProvider } from '../state/variables/state-provider.ts';
import { invalid } from '../state/variables/variable-errors.ts';
import { variableFault } from '../state/variables/variable-fault.ts';
import { VariableCorrupt } from '../state/variables/variable-shelf.ts';
import { faultError } from './faults.ts';

interface OfSession {
  input: { params: { session: string } };
}
interface Named {
  input: { params: { session: string; name: string } };
}
interface Asked {
  context: { origin: Origin };
}

/** Who changed it last stands beside what its writers say of it. */
const signed = (
  metadata: VariableMetadata | undefined,
  { origin }: Asked['context'],
): VariableMetadata => ({ ...metadata, changed_by: origin });

/** The contract's questions on variables. */
export const variablesOf = (sessions: VariableSessions) => {
  const valued = <T>(session: string, answer: Answer<T>): T => {
    if (answer.ok) return answer.value;
    if (answer.error.code === 'session_expired') sessions.forget(session);
    throw faultError(variableFault(answer.error));
  };
  /** On a session that there is. */
  const on = async <T>(
    session: string,
    work: (provider: StateProvider) => Promise<Answer<T>>,
  ): Promise<T> => {
    const provider = valued(session, await sessions.find(session));
    return valued(session, await work(provider));
  };
  /** On a session that begins with it where there is none, or where the one that was held here has ended elsewhere. */
  const begun = async <T>(
    session: string,
    work: (provider: StateProvider) => Promise<Answer<T>>,
  ): Promise<T> => {
    const answer = await work(valued(session, await sessions.open(session)));
    if (answer.ok || answer.error.code !== 'session_expired') return valued(session, answer);
    sessions.forget(session);
    return valued(session, await work(valued(session, await sessions.open(session))));
  };

  return {
    sessions: (): Promise<VariableSession[]> => sessions.list(),

    list: ({ input }: OfSession): Promise<Variable[]> =>
      on(input.params.session, (provider) => provider.list()),

    get: ({ input }: Named): Promise<Variable> =>
      on(input.params.session, (provider) => provider.describe(input.params.name)),

    getMany: ({
      input,
    }: OfSession & { input: { body: { names: string[] } } }): Promise<
      Record<string, Variable>
    > => on(input.params.session, (provider) => provider.describeMany(input.body.names)),

    register: async ({
      input,
      context,
    }: Asked &
      OfSession & {
        input: {
          body: {
            name: string;
            type: VariableType;
            value?: unknown;
            constraints?: Constraints | undefined;
            metadata?: VariableMetadata | undefined;
            description?: string | undefined;
          };
        };
      }): Promise<Variable> => {
      const { session } = input.params;
      const { name, type, value, ...given } = input.body;
      const options = { ...given, metadata: signed(given.metadata, context) };
      return begun(session, async (provider) => {
        const made = await provider.register(name, type, value, options);
        return made.ok ? provider.describe(made.value.id) : made;
      });
    },

    set: ({
      input,
      context,
    }: Asked &
      Named & {
        input: { body: { value?: unknown; metadata?: VariableMetadata | undefined } };
      }): Promise<{ version: number }> => {
      const { value, metadata } = input.body;
      return on(input.params.session, (provider) =>
        provider.set(input.params.name, value, signed(metadata, context)),
      );
    },

    delete: ({ input }: Named): Promise<{ deleted: boolean }> =>
      on(input.params.session, (provider) => provider.delete(input.params.name)),

    end: async ({ input }: OfSession): Promise<{ ended: true }> => {
      const { session } = input.params;
      const ended = await on(session, (provider) => provider.end());
      sessions.forget(session);
      return ended;
    },

    batch: ({
      input,
      context,
    }: Asked &
      OfSession & {
        input: {
          body: {
            updates: Record<string, unknown>;
            atomic?: boolean | undefined;
            metadata?: VariableMetadata | undefined;
          };
        };
      }): Promise<{ written: string[] }> => {
      const { updates, atomic } = input.body;
      const options = { atomic, metadata: signed(input.body.metadata, context) };
      return on(input.params.session, (provider) => provider.updateMany(updates, options));
    },

    export: ({ input }: OfSession): Promise<VariableExport> =>
      on(input.params.session, (provider) => provider.export()),

    import: async ({
      input,
    }: OfSession & { input: { body: VariableExport } }): Promise<{ imported: number }> => {
      const { session } = input.params;
      const provider = valued(session, await sessions.open(session));
      const imported = await provider.import(input.body);
      // What can't be taken leaves no session behind.
      if (!imported.ok && provider.backend === 'local') {
        const left = await provider.list();
        if (left.ok && left.value.length === 0) sessions.forget(session);
      }
      return valued(session, imported);
    },

    /** Ends at once, with a fault, where there is no such session. */
    async *watch(
      session: string,
      lifetime: AbortSignal,
    ): AsyncGenerator<VariableEvent, void, void> {
      const provider = valued(session, await sessions.find(session));
      try {
        yield* provider.watch(lifetime);
      } catch (error) {
        if (error instanceof VariableCorrupt)
          valued(session, invalid(error.variable, error.message));
        throw error;
      }
    },
  };
};
