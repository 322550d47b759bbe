import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ProtocolSchema, type Protocol } from '#shared/contract/protocol.ts';
import { protocolProblems } from '#shared/domain/compiled-protocol.ts';

/** A file that came with the app, or was put beside it, and can't be used. The message names file and field. */
export class ShowFileError extends Error {
  override readonly name = 'ShowFileError';
}

const shortName = (path: string): string => join(basename(dirname(path)), basename(path));

/** Reads a JSON file that a schema accepts. @throws ShowFileError */
export const readShowFile = async <S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<z.output<S>> => {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ShowFileError(`${shortName(path)} can't be read: ${reason}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${z.core.toDotPath(issue.path) || 'the file'}: ${issue.message}`,
  );
  throw new ShowFileError(`${shortName(path)}: ${problems.join('; ')}`);
};

/** `variables[0]` as a path. */
const pathOf = (field: string): (string | number)[] =>
  (field.match(/[^.[\]]+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** A protocol whose listed variables all stand somewhere, and whose template fits its transport. */
export const SoundProtocolSchema = ProtocolSchema.superRefine((protocol: Protocol, context) => {
  for (const { field, message } of protocolProblems(protocol))
    context.addIssue({ code: 'custom', path: pathOf(field), message });
});
