import type { Variable, VariableEvent } from '#shared/contract/variables.ts';

/** A variable as it is shown. */
export interface Heard {
  variable: Variable;
  /** When its change came, by this machine's clock; null where it stood there already. */
  heardAt: number | null;
}

export interface VariablesView {
  /** Null until the first answer. */
  byName: ReadonlyMap<string, Heard> | null;
  /** What stood there when the session ended; null while it lives, or was never begun. */
  ended: readonly Variable[] | null;
}

export const emptyVariablesView: VariablesView = { byName: null, ended: null };

/** There is no such session any more, or none yet. */
export const withoutSession = ({ byName, ended }: VariablesView): VariablesView => ({
  byName: new Map(),
  ended:
    byName === null || byName.size === 0
      ? ended
      : [...byName.values()].map(({ variable }) => variable),
});

const heard = (before: Heard | undefined, variable: Variable, now: number | null): Heard => {
  const isSame =
    before?.variable.id === variable.id && before.variable.version === variable.version;
  return { variable, heardAt: isSame ? before.heardAt : now };
};

/** What is known after these events. `now` in milliseconds since 1970. */
export const afterVariableEvents = (
  view: VariablesView,
  events: readonly VariableEvent[],
  now: number,
): VariablesView => {
  let byName = new Map(view.byName);
  let ended: VariablesView['ended'] = null;
  for (const event of events) {
    switch (event.kind) {
      case 'snapshot': {
        const before = byName;
        byName = new Map(
          event.variables.map((variable) => [
            variable.name,
            heard(before.get(variable.name), variable, null),
          ]),
        );
        break;
      }
      case 'set': {
        const { variable } = event;
        byName.set(variable.name, heard(byName.get(variable.name), variable, now));
        break;
      }
      case 'deleted':
        byName.delete(event.name);
        break;
      case 'expired':
        ({ ended } = withoutSession({ byName, ended: view.ended }));
        byName = new Map();
        continue;
    }
    ended = null;
  }
  return { byName, ended };
};
