import type { Answer, StateProvider } from './state-provider.ts';

export type Operation =
  | 'register'
  | 'get'
  | 'describe'
  | 'describeMany'
  | 'set'
  | 'list'
  | 'getMany'
  | 'updateMany'
  | 'delete'
  | 'export'
  | 'import'
  | 'end';

/** What changes variables: it may not happen while they move from one provider to another. */
export const WRITES: ReadonlySet<Operation> = new Set<Operation>([
  'register',
  'set',
  'updateMany',
  'delete',
  'import',
  'end',
]);

/** Something done around every operation of a provider that answers. */
export type Around = <T>(
  operation: Operation,
  work: (provider: StateProvider) => Promise<Answer<T>>,
) => Promise<Answer<T>>;

type Answering = Pick<StateProvider, Operation>;

/** The operations, each through `around`, which says on which provider it is done. */
export const aroundOperations = (around: Around): Answering => ({
  register: (name, type, initial, options) =>
    around('register', (on) => on.register(name, type, initial, options)),
  get: (identifier) => around('get', (on) => on.get(identifier)),
  describe: (identifier) => around('describe', (on) => on.describe(identifier)),
  describeMany: (identifiers) => around('describeMany', (on) => on.describeMany(identifiers)),
  set: (identifier, value, metadata) =>
    around('set', (on) => on.set(identifier, value, metadata)),
  list: () => around('list', (on) => on.list()),
  getMany: (identifiers) => around('getMany', (on) => on.getMany(identifiers)),
  updateMany: (updates, options) =>
    around('updateMany', (on) => on.updateMany(updates, options)),
  delete: (identifier) => around('delete', (on) => on.delete(identifier)),
  export: () => around('export', (on) => on.export()),
  import: (exported) => around('import', (on) => on.import(exported)),
  end: () => around('end', (on) => on.end()),
});

/** The same provider with something around its operations. */
export const aroundProvider = (
  provider: StateProvider,
  around: <T>(operation: Operation, work: () => Promise<Answer<T>>) => Promise<Answer<T>>,
): StateProvider => ({
  backend: provider.backend,
  sessionId: provider.sessionId,
  ...aroundOperations((operation, work) => around(operation, () => work(provider))),
  requiresBridge: () => provider.requiresBridge(),
  capabilities: () => provider.capabilities(),
  watch: (signal) => provider.watch(signal),
  cleanup: () => provider.cleanup(),
});
