import type { Fault } from '#shared/contract/errors.ts';
import {
  VariableExportSchema,
  type Variable,
  type VariableExport,
} from '#shared/contract/variables.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { tooLong } from './message-size.ts';
import type { Registration } from './new-variable.ts';
import { variableValueWords } from './variable-words.ts';

/** A file of 10,000 variables takes a while. */
const LONG_MS = 30_000;

/** Resolves with why it could not be done. */
const tried = async (work: () => Promise<unknown>): Promise<Fault | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    return faultOf(error);
  }
};

const put = (session: string, name: string, value: unknown): Promise<Fault | null> =>
  tried(() =>
    ask((client, options) =>
      client.variables.set({ params: { session, name }, body: { value } }, options),
    ),
  );

/** Sets a variable and offers the way back. */
export const setVariable = async (
  session: string,
  before: Variable,
  value: unknown,
): Promise<Fault | null> => {
  const { name } = before;
  const fault = tooLong('The value', value) ?? (await put(session, name, value));
  if (fault) return fault;
  const words = `${name} is ${variableValueWords({ ...before, value }).slice(0, 60)}`;
  announce('variable', words);
  const undo = async (): Promise<void> => {
    const failed = await put(session, name, before.value);
    say(failed ? `Not undone: ${failed.message}` : `${name} is as before`);
  };
  offerUndo(words, () => void undo());
  return null;
};

export const registerVariable = (
  session: string,
  registration: Registration,
): Promise<Fault | null> =>
  tried(() =>
    ask((client, options) =>
      client.variables.register({ params: { session }, body: registration }, options),
    ),
  );

const importInto = (session: string, exported: VariableExport): Promise<number> =>
  ask(
    async (client, options) =>
      (await client.variables.import({ params: { session }, body: exported }, options))
        .imported,
    LONG_MS,
  );

/** As an export that holds this one alone: its id, version and times come back with it. */
const exportOf = (session: string, variable: Variable): VariableExport => ({
  session_id: session,
  variables: { [variable.id]: variable },
  variable_index: { [variable.name]: variable.id },
  metadata: { backend: 'undo' },
});

/** Deletes a variable and offers the way back. */
export const deleteVariable = async (
  session: string,
  variable: Variable,
): Promise<Fault | null> => {
  const { name } = variable;
  const fault = await tried(() =>
    ask((client, options) => client.variables.delete({ params: { session, name } }, options)),
  );
  if (fault) return fault;
  const undo = async (): Promise<void> => {
    const failed = await tried(() => importInto(session, exportOf(session, variable)));
    say(failed ? `${name} is not back: ${failed.message}` : `${name} is back`);
  };
  announce('variable', `${name} deleted`);
  offerUndo(`${name} deleted`, () => void undo());
  return null;
};

export const exportVariables = (session: string): Promise<VariableExport> =>
  ask((client, options) => client.variables.export({ params: { session } }, options), LONG_MS);

const refused = (message: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: {
    error_type: 'validation_error',
    message,
    details: { hint: 'Nothing was imported. Take a file that Export made.' },
  },
});

/** How many were imported from the text of a file, or why none was. */
export const importVariables = async (
  session: string,
  text: string,
): Promise<{ ok: true; imported: number } | { ok: false; fault: Fault }> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('The file is no JSON.');
  }
  const exported = VariableExportSchema.safeParse(value);
  if (!exported.success) {
    const [issue] = exported.error.issues;
    return refused(
      `The file is no export of variables: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  const long = tooLong('The file', exported.data);
  if (long) return { ok: false, fault: long };
  try {
    return { ok: true, imported: await importInto(session, exported.data) };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
};
