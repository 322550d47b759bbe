import type { PatchOperation, StateCommit } from '#shared/contract/master-state.ts';
import { shortValue } from './value-words.ts';

const pathOf = (path: unknown): string => {
  if (typeof path !== 'string') return '';
  return path === '' ? 'everything' : path;
};

const operationWords = (operation: PatchOperation): string => {
  const { op, path, from, value } = operation;
  const at = pathOf(path);
  if (op === 'move' || op === 'copy') return `${op} ${pathOf(from)} to ${at}`;
  if (op === 'remove') return `remove ${at}`;
  return `${typeof op === 'string' ? op : ''} ${at} ${shortValue(value)}`;
};

/** A patch in one line: its first operation, and how many there are. */
export const patchWords = (patch: readonly PatchOperation[]): string => {
  // What is only tested changes nothing.
  const changes = patch.filter(({ op }) => op !== 'test');
  const [first] = changes;
  if (first === undefined) return 'nothing changed';
  const more = changes.length === 1 ? '' : ` · ${changes.length} ops`;
  return `${operationWords(first)}${more}`;
};

const KIND: Record<StateCommit['kind'], string> = {
  init: 'begun',
  patch: '',
  flat: '',
  restore: 'restored',
  foreign: 'by another program',
};

/** What a commit did. */
export const commitWords = ({ kind, patch }: StateCommit): string => {
  if (kind === 'init') return 'the state was begun';
  const words = patchWords(patch);
  return KIND[kind] === '' ? words : `${KIND[kind]}: ${words}`;
};
