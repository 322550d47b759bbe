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
const MOST_FILE_BYTES = 100_000_000;

/** Resolves with why it could not be done. */
const tried = async (work: () => Promise<unknown>): Promise<Fault | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    return faultOf(error);
  }
};

/** The version that it has then. */
const put = async (session: string, name: string, value: unknown): Promise<number> => {
  const { version } = await ask((client, options) =>
    client.variables.set({ params: { session, name }, body: { value } }, options),
  );
  return version;
};

/** Puts back what stood there, unless somebody else set it since. */
const putBack = async (
  session: string,
  { name, value }: Variable,
  set: number,
): Promise<string> => {
  try {
    const now = await ask((client, options) =>
      client.variables.get({ params: { session, name } }, options),
    );
    if (now.version !== set) return `Not undone: ${name} was changed since.`;
    await put(session, name, value);
    return `${name} is as before`;
  } catch (error) {
    return `Not undone: ${faultOf(error).message}`;
  }
};

/** Sets a variable and offers the way back. */
export const setVariable = async (
  session: string,
  before: Variable,
  value: unknown,
): Promise<Fault | null> => {
  const { name } = before;
  const long = tooLong('The value', value);
  if (long) return long;
  let version: number;
  try {
    version = await put(session, name, value);
  } catch (error) {
    return faultOf(error);
  }
  const words = `${name} is ${variableValueWords({ ...before, value }).slice(0, 60)}`;
  announce('variable', words);
  offerUndo(words, () => void putBack(session, before, version).then(say));
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

/** As an export that holds these alone: their ids, versions and times come back with them. */
const exportOf = (session: string, variables: readonly Variable[]): VariableExport => ({
  session_id: session,
  variables: Object.fromEntries(variables.map((each) => [each.id, each])),
  variable_index: Object.fromEntries(variables.map(({ name, id }) => [name, id])),
  metadata: { backend: 'undo' },
});

/** Begins a session that ended, with what stood there. */
export const beginAnew = (
  session: string,
  variables: readonly Variable[],
): Promise<Fault | null> => tried(() => importInto(session, exportOf(session, variables)));

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
    const failed = await tried(() => importInto(session, exportOf(session, [variable])));
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

/** How many were imported from a file, or why none was. */
export const importVariables = async (
  session: string,
  file: File,
): Promise<{ ok: true; imported: number } | { ok: false; fault: Fault }> => {
  // With spaces and line ends it may take more than what is sent of it.
  if (file.size > MOST_FILE_BYTES)
    return refused(
      `The file takes ${(file.size / 1e6).toFixed(0)} MB; ${MOST_FILE_BYTES / 1e6} MB is the most that is read.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch (error) {
    return refused(
      error instanceof SyntaxError ? 'The file is no JSON.' : 'The file could not be read.',
    );
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
