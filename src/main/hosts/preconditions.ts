import type { Fault } from '#shared/contract/errors.ts';
import type { Precondition, StaleFault } from '#shared/contract/precondition.ts';
import { revisionsIn } from '#shared/domain/entity-tag.ts';
import { Stale } from '../store/expected.ts';
import type { Expected, Kind } from '../store/store.ts';
import { corruptionFault, faultError, validationFault } from './faults.ts';

/** What the headers of a write expect; undefined where they expect nothing. */
export const expectedOf = (headers: Precondition | undefined): Expected | undefined => {
  if (headers?.['if-none-match'] !== undefined) return 'absent';
  const match = headers?.['if-match'];
  if (match === undefined) return undefined;
  const revisions = revisionsIn(match, 'strong');
  return revisions === '*' ? 'present' : { revisions: revisions ?? [] };
};

/** The same of a deletion or a renaming. @throws a `validation_error` where it says that nothing may be there */
export const expectedThere = (
  headers: Precondition | undefined,
): Exclude<Expected, 'absent'> | undefined => {
  const expected = expectedOf(headers);
  if (expected !== 'absent') return expected;
  throw faultError(
    validationFault([
      { field: 'if-none-match', message: 'Leave it out here: what is not there stays so.' },
    ]),
  );
};

const an = (kind: Kind): string => (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`);

/** What happened, and what to do. */
const wordsOf = ({
  kind,
  entity,
  expected,
  stands,
}: Stale): [message: string, hint: string] => {
  const what = kind === 'config' ? 'the configuration' : `the ${kind} ${entity}`;
  if (expected === 'absent')
    return [
      `There is ${an(kind)} named ${entity} already. Nothing was changed.`,
      'Give another name, or edit the one that is there.',
    ];
  if (stands.found === 'absent')
    return [
      `There is no ${kind} named ${entity} any more: it was deleted or renamed meanwhile.`,
      'Save yours as a new one (if-none-match: *), or drop it.',
    ];
  return [
    `Somebody else changed ${what} since you read it. Nothing was changed now.`,
    'Compare theirs with yours; to write over it, send it again with the revision of theirs.',
  ];
};

/** What a caller sees of a write that came too late. `yours` null where it was a deletion. */
export const staleFault = (stale: Stale, yours: object | null): StaleFault | Fault => {
  const { kind, entity, stands, revision } = stale;
  if (stands.found === 'corrupt') return corruptionFault(stands.corruption);
  const [message, hint] = wordsOf(stale);
  return {
    error_type: 'precondition_failed',
    message,
    details: {
      kind,
      name: entity,
      theirs: stands.found === 'present' ? { ...stands.value } : null,
      revision,
      yours: yours && { ...yours },
      hint,
    },
  };
};

/** Runs a write; one that came too late is told with both versions. */
export const orStale = async <T>(yours: object | null, write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    throw error instanceof Stale ? faultError(staleFault(error, yours)) : error;
  }
};
