import type { PackState } from '../contract/packs.ts';
import { ProtocolSchema, type Protocol } from '../contract/protocol.ts';
import { compileProtocol, protocolProblems } from './compiled-protocol.ts';
import { fieldChanges, isSameJson, mergeFields } from './field-conflicts.ts';

type Value = Record<string, unknown>;

/** How a protocol stands beside the pack's; `base` is what the pack brought when it was installed. */
export const packState = (
  offered: Protocol,
  stored: Protocol | null,
  base: Value | null,
): PackState => {
  if (stored === null) return 'missing';
  if (isSameJson(stored, offered)) return 'same';
  // Without the base nobody can tell who changed it: nothing is touched unasked.
  if (base === null || isSameJson(base, offered)) return 'edited';
  return isSameJson(stored, base) ? 'newer' : 'both';
};

/**
 * The pack's changes put into the fields that nobody edited here; where both changed one, the edit stays. Null where the
 * two together make no sound protocol. Its variables are those that it names.
 */
export const mergePacked = (
  offered: Protocol,
  stored: Protocol,
  base: Value,
): Protocol | null => {
  const changes = fieldChanges(base, offered, stored);
  const merged = ProtocolSchema.safeParse(
    mergeFields(offered, changes, ({ by }) => (by === 'theirs' ? 'theirs' : 'mine')),
  );
  if (!merged.success) return null;
  const protocol = { ...merged.data, variables: compileProtocol(merged.data).variables };
  return protocolProblems(protocol).length > 0 ? null : protocol;
};
