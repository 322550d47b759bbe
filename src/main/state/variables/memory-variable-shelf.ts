import { isoNow, type Clock } from '../../clock.ts';
import { Listeners } from '../../store/listeners.ts';
import {
  MOST_VARIABLES,
  type Change,
  type Stored,
  type VariableShelf,
} from './variable-shelf.ts';

const MOST_CHANGES = 2000;

/** Variables that last as long as the process, or until `drop`. */
export const createMemoryVariableShelf = (clock: Clock): VariableShelf => {
  const byName = new Map<string, Stored>();
  const names = new Map<string, string>();
  const changed: string[] = [];
  const listeners = new Listeners<null>();
  let createdAt: string | null = null;
  let position = 0;
  let token = 0;

  const findOne = (identifier: string): Stored | undefined =>
    byName.get(identifier) ?? byName.get(names.get(identifier) ?? '');

  const begin = (): void => {
    createdAt = isoNow(clock);
    byName.clear();
    names.clear();
    // A gap: whoever watched the session before reads everything anew.
    changed.length = 0;
    position += 1;
  };

  const write = ({ name, before, after }: Change): Stored | null => {
    if (before) names.delete(before.variable.id);
    token += 1;
    position += 1;
    changed.push(name);
    if (changed.length > MOST_CHANGES) changed.shift();
    if (after === null) {
      byName.delete(name);
      return null;
    }
    const stored = { variable: after, token: String(token) };
    byName.set(name, stored);
    names.set(after.id, name);
    return stored;
  };

  return {
    async create() {
      if (createdAt !== null) return false;
      begin();
      return true;
    },
    async find(identifiers) {
      if (createdAt === null) return 'expired';
      return new Map(
        identifiers.flatMap((identifier): [string, Stored][] => {
          const stored = findOne(identifier);
          return stored ? [[identifier, stored]] : [];
        }),
      );
    },
    peek: (name) => byName.get(name),
    all: async () => (createdAt === null ? 'expired' : [...byName.values()]),
    async swap(changes, { create = false } = {}) {
      if (createdAt === null && !create) return { did: 'expired' };
      const standing = (name: string) => (createdAt === null ? undefined : byName.get(name));
      if (changes.some(({ name, before }) => standing(name)?.token !== before?.token))
        return { did: 'moved' };
      const added = changes.filter(({ before, after }) => !before && after).length;
      if (byName.size + added > MOST_VARIABLES) return { did: 'full' };
      if (createdAt === null) begin();
      const stored = changes.map(write);
      listeners.tell(null);
      return { did: 'done', stored };
    },
    createdAt: async () => createdAt,
    position: async () => (createdAt === null ? null : position),
    async changesSince(since) {
      if (createdAt === null) return 'expired';
      const count = position - since;
      const known = count >= 0 && count <= changed.length;
      const fresh = known && count > 0 ? changed.slice(-count) : [];
      return { position, names: known ? [...new Set(fresh)] : null };
    },
    onChange: (listener) => listeners.add(listener),
    async drop() {
      if (createdAt === null) return false;
      createdAt = null;
      byName.clear();
      names.clear();
      listeners.tell(null);
      return true;
    },
  };
};
