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

const valued = <T>(answer: Answer<T>): T => {
  if (answer.ok) return answer.value;
  throw faultError(variableFault(answer.error));
};

/** The contract's questions on variables. */
export const variablesOf = (sessions: VariableSessions) => {
  /** What this provider of the session answered. One that is over is held no longer. */
  const answered = <T>(provider: StateProvider, answer: Answer<T>): T => {
    if (!answer.ok && answer.error.code === 'session_expired') sessions.forget(provider);
    return valued(answer);
  };
  /** On a session that there is. */
  const on = async <T>(
    session: string,
    work: (provider: StateProvider) => Promise<Answer<T>>,
  ): Promise<T> => {
    const provider = valued(await sessions.find(session));
    return answered(provider, await work(provider));
  };
  /** On a session that begins with it where there is none, or where the one that was held here has ended elsewhere. */
  const begun = async <T>(
    session: string,
    work: (provider: StateProvider) => Promise<Answer<T>>,
  ): Promise<T> => {
    const provider = valued(await sessions.open(session));
    const answer = await work(provider);
    if (answer.ok || answer.error.code !== 'session_expired') return answered(provider, answer);
    sessions.forget(provider);
    const next = valued(await sessions.open(session));
    return answered(next, await work(next));
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
      const { name, type, value, ...given } = input.body;
      const options = { ...given, metadata: signed(given.metadata, context) };
      return begun(input.params.session, async (provider) => {
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
      const provider = valued(await sessions.find(input.params.session));
      const ended = answered(provider, await provider.end());
      sessions.forget(provider);
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
      const provider = valued(await sessions.open(input.params.session));
      const imported = await provider.import(input.body);
      // What can't be taken leaves no session behind.
      if (!imported.ok && provider.backend === 'local') {
        const left = await provider.list();
        if (left.ok && left.value.length === 0) sessions.forget(provider);
      }
      return answered(provider, imported);
    },

    /** Ends at once, with a fault, where there is no such session. */
    async *watch(
      session: string,
      lifetime: AbortSignal,
    ): AsyncGenerator<VariableEvent, void, void> {
      const provider = valued(await sessions.find(session));
      try {
        yield* provider.watch(lifetime);
      } catch (error) {
        if (error instanceof VariableCorrupt) valued(invalid(error.variable, error.message));
        throw error;
      }
    },
  };
};
