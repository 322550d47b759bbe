import { z } from 'zod';
import { NameSchema } from '#shared/contract/names.ts';
import { ProtocolSchema, type Protocol } from '#shared/contract/protocol.ts';
import { protocolProblems } from '#shared/domain/compiled-protocol.ts';

const PackFileSchema = z.looseObject({
  pack: NameSchema,
  title: z.string().min(1),
  version: z.int().min(1),
  protocols: z.array(ProtocolSchema).min(1, 'A pack holds at least one protocol.'),
});

/** A file name that every system takes: `Own protocols` is `own-protocols.pack.json`. */
export const packFileName = (title: string): string => {
  const name = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${name || 'protocols'}.pack.json`;
};

/** The text of a pack file with these protocols. */
export const packFileText = (title: string, protocols: readonly Protocol[]): string =>
  `${JSON.stringify({ pack: 'own', title, version: 1, protocols }, null, 2)}\n`;

/** The protocols of a pack file, or every fault in it with its place. */
export const readPackFile = (
  text: string,
): { ok: true; protocols: Protocol[] } | { ok: false; faults: string[] } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, faults: ['This is no JSON: take a file that Export made.'] };
  }
  const parsed = PackFileSchema.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      faults: parsed.error.issues.map(
        ({ path, message }) => `${z.core.toDotPath(path) || 'the file'}: ${message}`,
      ),
    };
  const { protocols } = parsed.data;
  const faults = protocols.flatMap((protocol, at) =>
    protocolProblems(protocol).map(
      ({ field, message }) => `protocols[${at}].${field}: ${message}`,
    ),
  );
  return faults.length > 0 ? { ok: false, faults } : { ok: true, protocols };
};
