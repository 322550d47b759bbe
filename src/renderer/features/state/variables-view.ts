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
  /** The session is over, or was never begun. */
  isOver: boolean;
}

export const emptyVariablesView: VariablesView = { byName: null, isOver: false };

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
  let isOver = false;
  for (const event of events) {
    isOver = false;
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
        byName = new Map();
        isOver = true;
    }
  }
  return { byName, isOver };
};
