import { ulid } from 'ulid';
import {
  ConstraintsSchema,
  type Capabilities,
  type Variable,
  type VariableEvent,
  type VariableExport,
  type VariableMetadata,
  type VariableType,
} from '#shared/contract/variables.ts';
import { isName } from '#shared/contract/names.ts';
import { isPrototypeKey, jsonProblem } from '#shared/domain/json-values.ts';
import { definitionProblem, judgeValue } from '#shared/domain/variable-values.ts';
import { isoNow, type Clock } from '../../clock.ts';
import { importedVariables, importPlaces, type GivesWay } from './imported-variables.ts';
import { createPatternMatcher } from './pattern-matcher.ts';
import {
  fine,
  type Answer,
  type BatchOptions,
  type Registration,
  type StateProvider,
} from './state-provider.ts';
import {
  expired,
  full,
  guarded,
  importFailed,
  invalid,
  notFound,
  partial,
  tooFast,
} from './variable-errors.ts';
import {
  MOST_VARIABLES,
  type Change,
  type Stored,
  type VariableShelf,
} from './variable-shelf.ts';
import { Turns } from './turns.ts';
import { watchVariables } from './watch-variables.ts';

/** Each turn lost means that another writer's was won. */
const ATTEMPTS = 100;
const MOST_METADATA_BYTES = 64_000;

export interface SessionVariablesDeps {
  backend: StateProvider['backend'];
  sessionId: string;
  shelf: VariableShelf;
  clock: Clock;
  capabilities: Capabilities;
}

const matches = createPatternMatcher();

const metadataProblem = (metadata: VariableMetadata): string | null => {
  const problem = jsonProblem(metadata);
  if (problem !== null) return `The metadata can't be kept: ${problem}.`;
  const bytes = JSON.stringify(metadata).length;
  return bytes > MOST_METADATA_BYTES
    ? `The metadata takes ${bytes} bytes; ${MOST_METADATA_BYTES} is the most.`
    : null;
};

/** Clocks differ: no time is before one that stands there already. */
const notBefore = (now: string, then: string): string => (now > then ? now : then);

/** Typed variables on whichever shelf: both providers are this one. */
export class SessionVariables implements StateProvider {
  readonly backend: StateProvider['backend'];
  readonly sessionId: string;
  private readonly shelf: VariableShelf;
  private readonly clock: Clock;
  private readonly can: Capabilities;
  /** Writers of this process wait for each other instead of losing against each other. */
  private readonly turns = new Turns();
  constructor({ backend, sessionId, shelf, clock, capabilities }: SessionVariablesDeps) {
    this.backend = backend;
    this.sessionId = sessionId;
    this.shelf = shelf;
    this.clock = clock;
    this.can = capabilities;
  }

  register(
    name: string,
    type: VariableType,
    initial: unknown,
    options: Registration = {},
  ): Promise<Answer<{ id: string }>> {
    return guarded(async () => {
      const made = this.made(name, type, initial, options);
      if (!made.ok) return made;
      const after = made.value;
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const { did } = await this.shelf.swap([{ name, before: null, after }]);
        if (did === 'done') return fine({ id: after.id });
        if (did === 'expired') return expired(this.sessionId);
        if (did === 'full') return full(name);
      }
      return invalid(
        name,
        `There is a variable ${name} already. Set it, or choose another name.`,
      );
    });
  }

  get(identifier: string): Promise<Answer<unknown>> {
    return guarded(async () => {
      const found = await this.shelf.find([identifier]);
      if (found === 'expired') return expired(this.sessionId);
      const stored = found.get(identifier);
      return stored ? fine(stored.variable.value) : notFound(identifier);
    });
  }

  describe(identifier: string): Promise<Answer<Variable>> {
    return guarded(async () => {
      const found = await this.shelf.find([identifier]);
      if (found === 'expired') return expired(this.sessionId);
      const stored = found.get(identifier);
      return stored ? fine(stored.variable) : notFound(identifier);
    });
  }

  set(
    identifier: string,
    value: unknown,
    metadata: VariableMetadata = {},
  ): Promise<Answer<{ version: number }>> {
    return this.inTurn([identifier], async () => {
      // What was seen last is right nearly always, and the write itself finds out: most cost one round trip.
      let before = this.shelf.peek(identifier);
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const after = before && this.changed(before.variable, value, metadata);
        if (before && after?.ok) {
          const change = { name: before.variable.name, before, after: after.value };
          const { did } = await this.shelf.swap([change]);
          if (did === 'done') return fine({ version: after.value.version });
          if (did === 'expired') return expired(this.sessionId);
        }
        const found = await this.shelf.find([identifier]);
        if (found === 'expired') return expired(this.sessionId);
        before = found.get(identifier);
        if (!before) return notFound(identifier);
        const judged = this.changed(before.variable, value, metadata);
        if (!judged.ok) return judged;
      }
      return tooFast(identifier);
    });
  }

  list(): Promise<Answer<Variable[]>> {
    return guarded(async () => {
      const all = await this.shelf.all();
      if (all === 'expired') return expired(this.sessionId);
      const variables = all.map(({ variable }) => variable);
      return fine(variables.sort((a, b) => (a.name < b.name ? -1 : 1)));
    });
  }

  getMany(identifiers: readonly string[]): Promise<Answer<Record<string, unknown>>> {
    return this.many(identifiers, ({ value }) => value);
  }

  describeMany(identifiers: readonly string[]): Promise<Answer<Record<string, Variable>>> {
    return this.many(identifiers, (variable) => variable);
  }

  updateMany(
    updates: Readonly<Record<string, unknown>>,
    { atomic = false, metadata = {} }: BatchOptions = {},
  ): Promise<Answer<{ written: string[] }>> {
    const identifiers = Object.keys(updates);
    return this.inTurn(identifiers, async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const found = await this.shelf.find(identifiers);
        if (found === 'expired') return expired(this.sessionId);
        const { changes, written, failures } = this.batch(updates, found, metadata);
        if (failures.size > 0 && (atomic || changes.length === 0))
          return partial(failures, [], atomic);
        const { did } = await this.shelf.swap(changes);
        if (did === 'expired') return expired(this.sessionId);
        if (did !== 'done') continue;
        return failures.size > 0 ? partial(failures, written, false) : fine({ written });
      }
      return tooFast(identifiers.slice(0, 5).join(', '));
    });
  }

  delete(identifier: string): Promise<Answer<{ deleted: true }>> {
    return this.inTurn([identifier], async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const found = await this.shelf.find([identifier]);
        if (found === 'expired') return expired(this.sessionId);
        const before = found.get(identifier);
        if (!before) return notFound(identifier);
        const { did } = await this.shelf.swap([
          { name: before.variable.name, before, after: null },
        ]);
        if (did === 'done') return fine({ deleted: true });
        if (did === 'expired') return expired(this.sessionId);
      }
      return tooFast(identifier);
    });
  }

  export(): Promise<Answer<VariableExport>> {
    return guarded(async () => {
      const created_at = await this.shelf.createdAt();
      const all = await this.shelf.all();
      if (all === 'expired' || created_at === null) return expired(this.sessionId);
      const variables = all.map(({ variable }) => variable);
      return fine({
        session_id: this.sessionId,
        variables: Object.fromEntries(variables.map((variable) => [variable.id, variable])),
        variable_index: Object.fromEntries(variables.map(({ name, id }) => [name, id])),
        metadata: { created_at, exported_at: isoNow(this.clock), backend: this.backend },
      });
    });
  }

  import(exported: unknown): Promise<Answer<{ imported: number }>> {
    return this.take(exported, () => false);
  }

  /**
   * As `import`, where an earlier attempt may have been written without an answer: what stands there under the same id,
   * no newer, is that attempt's and gives way.
   */
  importAgain(exported: unknown): Promise<Answer<{ imported: number }>> {
    return this.take(
      exported,
      (standing, after) => standing.id === after.id && standing.version <= after.version,
    );
  }

  end(): Promise<Answer<{ ended: true }>> {
    return guarded(async () =>
      (await this.shelf.drop()) ? fine({ ended: true }) : expired(this.sessionId),
    );
  }

  requiresBridge(): boolean {
    return this.backend === 'bridged';
  }

  capabilities(): Capabilities {
    return this.can;
  }

  watch(signal: AbortSignal): AsyncGenerator<VariableEvent, void, void> {
    return watchVariables(this.shelf, signal);
  }

  async cleanup(): Promise<void> {
    if (this.backend === 'local') await this.shelf.drop();
  }

  private take(exported: unknown, givesWay: GivesWay): Promise<Answer<{ imported: number }>> {
    return guarded(async () => {
      const judged = importedVariables(exported, matches, isoNow(this.clock));
      if (!judged.ok) return importFailed(judged.failures);
      const { variables } = judged;
      let changes: Change[] = variables.map((after) => ({
        name: after.name,
        before: null,
        after,
      }));
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const { did } = await this.shelf.swap(changes, { create: true });
        if (did === 'done') return fine({ imported: variables.length });
        if (did === 'full')
          return importFailed(
            new Map([['session', `There would be more than ${MOST_VARIABLES} variables.`]]),
          );
        const found = await this.shelf.find(variables.flatMap(({ name, id }) => [name, id]));
        const standing = found === 'expired' ? new Map<string, Stored>() : found;
        const places = importPlaces(variables, standing, givesWay);
        if (places.taken.size > 0) return importFailed(places.taken);
        ({ changes } = places);
      }
      return tooFast(this.sessionId);
    });
  }

  private many<T>(
    identifiers: readonly string[],
    pick: (variable: Variable) => T,
  ): Promise<Answer<Record<string, T>>> {
    return guarded(async () => {
      const found = await this.shelf.find([...new Set(identifiers)]);
      if (found === 'expired') return expired(this.sessionId);
      return fine(
        Object.fromEntries([...found].map(([name, { variable }]) => [name, pick(variable)])),
      );
    });
  }

  private inTurn<T>(
    identifiers: readonly string[],
    work: () => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    return guarded(() => this.turns.take(identifiers, work));
  }

  private made(
    name: string,
    type: VariableType,
    initial: unknown,
    { constraints = {}, metadata = {}, description }: Registration,
  ): Answer<Variable> {
    if (!isName(name) || isPrototypeKey(name))
      return invalid(
        name,
        `${JSON.stringify(name)} is no name for a variable: use 1 to 128 letters, digits, dots, underscores or hyphens.`,
      );
    const checked = ConstraintsSchema.safeParse(constraints);
    if (!checked.success)
      return invalid(name, `${name}: its constraints are not sound: ${checked.error.message}`);
    const definition = { name, type, constraints: checked.data };
    const own = { ...metadata, ...(description === undefined ? {} : { description }) };
    const problem = definitionProblem(definition) ?? metadataProblem(own);
    if (problem !== null) return invalid(name, problem);
    const judged = judgeValue(definition, initial, matches);
    if (!judged.ok) return invalid(name, judged.message);
    const now = isoNow(this.clock);
    return fine({
      id: `var_${ulid(this.clock.now())}`,
      ...definition,
      value: judged.value,
      metadata: own,
      version: 0,
      created_at: now,
      last_updated_at: now,
    });
  }

  private changed(before: Variable, given: unknown, added: VariableMetadata): Answer<Variable> {
    const judged = judgeValue(before, given, matches);
    if (!judged.ok) return invalid(before.name, judged.message);
    const metadata =
      Object.keys(added).length === 0 ? before.metadata : { ...before.metadata, ...added };
    const problem = metadata === before.metadata ? null : metadataProblem(metadata);
    if (problem !== null) return invalid(before.name, problem);
    return fine({
      ...before,
      value: judged.value,
      metadata,
      version: before.version + 1,
      last_updated_at: notBefore(isoNow(this.clock), before.last_updated_at),
    });
  }

  private batch(
    updates: Readonly<Record<string, unknown>>,
    found: ReadonlyMap<string, Stored>,
    metadata: VariableMetadata,
  ): { changes: Change[]; written: string[]; failures: Map<string, string> } {
    const failures = new Map<string, string>();
    const changes = new Map<string, Change>();
    const written: string[] = [];
    for (const [identifier, value] of Object.entries(updates)) {
      const before = found.get(identifier);
      if (!before) {
        failures.set(identifier, 'not_found');
        continue;
      }
      const { name } = before.variable;
      if (changes.has(name)) {
        failures.set(identifier, `${name} is named twice, by its name and by its id.`);
        continue;
      }
      const after = this.changed(before.variable, value, metadata);
      if (!after.ok) {
        failures.set(identifier, after.error.message);
        continue;
      }
      changes.set(name, { name, before, after: after.value });
      written.push(identifier);
    }
    return { changes: [...changes.values()], written, failures };
  }
}
