import type { ButtonState } from '#shared/contract/button-state.ts';
import type { Device } from '#shared/contract/device.ts';
import { enabledActions, type Intent } from '#shared/contract/intent.ts';
import type { Conditions } from '#shared/contract/policy.ts';
import { isName } from '#shared/contract/names.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { sessionVariablesOf, type Facts } from '#shared/domain/conditions.ts';
import { StoreUnavailable, type Store, type StoreChange } from '../../store/store.ts';
import { buttonIdOf } from '../action-variables.ts';
import { lookUp } from '../lookups.ts';
import type { Mirror } from '../mirror.ts';
import { NO_VALUES, readSession, type SessionValues } from '../session-values.ts';

type Values = Readonly<Record<string, unknown>>;

interface Known {
  store: Store;
  /** Knows how devices are. */
  mirror: Mirror;
  session: SessionValues;
}

/** What is asked, of whom, and with which values. */
interface Asked {
  conditions: Conditions;
  values: Values;
  sessionId: string | undefined;
  /** What the step fires; null where it only waits. */
  intent: Intent | null;
}

interface Place {
  deviceId: string;
  buttonId: string | null;
}

/** The device and button that values name by `device_id`, `page`, `row` and `col`; null where they name none. */
const placeIn = (values: Values): Place | null => {
  const { device_id: deviceId } = values;
  if (typeof deviceId !== 'string' || !isName(deviceId)) return null;
  return { deviceId, buttonId: buttonIdOf(values) };
};

/** The step's own place; where it names none, that of its intent's first action that has one. */
const placeOf = (values: Values, intent: Intent | null): Place | null => {
  const action = (intent ? enabledActions(intent) : []).find(
    ({ action_type }) => !isPerformed(action_type),
  );
  const own = placeIn(values);
  if (own ?? !action) return own;
  return placeIn({ ...action.variables, ...values, device_id: action.device_id });
};

/** What the conditions of a step can ask about, kept up to date while one waits for them. */
export class StepFacts {
  readonly #store: Store;
  readonly #mirror: Mirror;
  readonly #session: SessionValues;
  readonly #sessionId: string | undefined;
  readonly #names: readonly string[];
  readonly #values: Values;
  readonly #place: Place | null;
  #ofSession: Values = NO_VALUES.values;
  #device: Device | null = null;
  #button: ButtonState | null = null;
  constructor({ store, mirror, session }: Known, asked: Asked) {
    const { conditions, values, sessionId, intent } = asked;
    this.#store = store;
    this.#mirror = mirror;
    this.#session = session;
    this.#sessionId = sessionId;
    this.#names = sessionVariablesOf(conditions);
    this.#values = values;
    this.#place = placeOf(values, intent);
  }

  get current(): Facts {
    return {
      context: this.#values,
      variables: this.#values,
      device: this.#device && { ...this.#device, health: this.#health() },
      button: this.#button,
      session: this.#ofSession,
    };
  }

  #health(): string {
    return this.#mirror.get('health', this.#place?.deviceId ?? '')?.state ?? 'untried';
  }

  /** Asks the store; while it is away what was known last stands in. */
  async refresh(): Promise<void> {
    const ofSession = await readSession(this.#session, this.#sessionId, this.#names);
    if (ofSession.ok) this.#ofSession = ofSession.values;
    if (!this.#place) return;
    const { deviceId, buttonId } = this.#place;
    const device = await lookUp(this.#store, 'device', deviceId);
    if (device.ok) this.#device = device.value;
    if (buttonId === null) return;
    try {
      const buttons = await this.#store.buttons(deviceId);
      this.#button = buttons.find(({ button_id }) => button_id === buttonId) ?? null;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  /** True where the change is about them. */
  take(change: StoreChange): boolean {
    if (change.kind === 'button') {
      const { device_id, button_id } = change.value;
      if (device_id !== this.#place?.deviceId || button_id !== this.#place.buttonId)
        return false;
      this.#button = change.value;
      return true;
    }
    if (change.kind !== 'device' || change.name !== this.#place?.deviceId) return false;
    this.#device = change.value;
    return true;
  }
}
