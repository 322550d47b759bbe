import type { ButtonChange, ButtonState } from '#shared/contract/button-state.ts';
import { untouchedButton } from '../button-change.ts';
import { changedButtonText, readButtonText, type ButtonText } from '../button-text.ts';
import { buttonKeyOf, STATE_PREFIX } from '../keys.ts';
import type { StoreChanges } from '../store-changes.ts';
import type { RedisClient } from './redis-clients.ts';

export interface Place {
  device_id: string;
  button_id: string;
}

/** A write that was worked out from what is believed to stand there. */
export interface ButtonWrite {
  key: string;
  place: Place;
  change: ButtonChange;
  expected: string;
  next: ButtonText;
}

/**
 * The last known texts of buttons. A change is worked out from them and written by compare-and-set, so that
 * the common case costs no look beforehand; where another process was quicker, the change is applied to what
 * stands there now. No press is ever lost.
 */
export class ButtonStates {
  private readonly known = new Map<string, ButtonText>();
  /** Writes that were sent and not answered, by key. */
  private readonly inFlight = new Map<string, number>();
  /** The tail of the writes that must go one by one, by key. */
  private readonly queues = new Map<string, Promise<void>>();
  private readonly changes: StoreChanges;
  constructor(changes: StoreChanges) {
    this.changes = changes;
  }

  /** The write to send along now; null where earlier changes of this key still wait: then `settle` it. */
  begin(place: Place, change: ButtonChange): ButtonWrite | null {
    const key = this.keyOf(place);
    if (this.queues.has(key)) return null;
    const before = this.known.get(key) ?? emptyText(place);
    const next = changedButtonText(before, change);
    // Further changes build on this one: the connection keeps their order.
    this.known.set(key, next);
    this.inFlight.set(key, (this.inFlight.get(key) ?? 0) + 1);
    return { key, place, change, expected: before.text, next };
  }

  /** The answer to a write, or undefined where it never came. True when it is done with. */
  end({ key, place, next }: ButtonWrite, answer: 1 | string | undefined): boolean {
    const left = (this.inFlight.get(key) ?? 1) - 1;
    if (left > 0) this.inFlight.set(key, left);
    else this.inFlight.delete(key);
    if (answer === 1) {
      this.written(key, next);
      return true;
    }
    this.known.delete(key);
    return answer !== undefined && !this.take(key, place, answer);
  }

  /** Applies the change to whatever stands there, after the earlier ones of the same key. */
  async settle(client: RedisClient, place: Place, change: ButtonChange): Promise<void> {
    const key = this.keyOf(place);
    const before = this.queues.get(key) ?? Promise.resolve();
    const mine = before
      .catch(() => undefined)
      .then(() => this.writeUntilDone(client, key, place, change));
    this.queues.set(key, mine);
    try {
      await mine;
    } finally {
      if (this.queues.get(key) === mine) this.queues.delete(key);
    }
  }

  /** Takes in what was read at a key, and tells when it is news. */
  learn(key: string, place: Place, text: string | null): void {
    if (this.inFlight.has(key) || this.queues.has(key)) return;
    const before = this.known.get(key)?.text ?? '';
    const after = text ?? '';
    if (after === '') this.changes.noteCorruption(key, null);
    if (before === after) return;
    this.known.delete(key);
    if (after === '') {
      this.changes.tell({
        kind: 'button',
        value: untouchedButton(place.device_id, place.button_id),
      });
    } else {
      const taken = this.take(key, place, after);
      if (taken) this.changes.tell({ kind: 'button', value: taken });
    }
  }

  /** The state in a text; none where it can't be read, which is noted. */
  view(key: string, place: Place, text: string): ButtonState[] {
    const read = readButtonText(text, place);
    const problem = 'problem' in read ? read.problem : null;
    this.changes.noteCorruption(key, problem === null ? null : { problem, raw: text });
    return 'problem' in read ? [] : [read.state];
  }

  /** The keys whose texts are known. */
  keys(): string[] {
    return [...this.known.keys()];
  }

  /** Only valid keys become known: those need no second look on the hot path. */
  private keyOf({ device_id, button_id }: Place): string {
    const key = `${STATE_PREFIX}${device_id}:${button_id}`;
    return this.known.has(key) ? key : buttonKeyOf(device_id, button_id);
  }

  private async writeUntilDone(
    client: RedisClient,
    key: string,
    place: Place,
    change: ButtonChange,
  ): Promise<void> {
    for (;;) {
      const before = this.known.get(key) ?? emptyText(place);
      const next = changedButtonText(before, change);
      const answer = await client.compareAndSet(key, before.text, next.text);
      this.known.delete(key);
      if (answer === 1) return this.written(key, next);
      if (!this.take(key, place, answer)) return;
    }
  }

  private written(key: string, next: ButtonText): void {
    if (!this.known.has(key)) this.known.set(key, next);
    this.changes.noteCorruption(key, null);
    this.changes.tell({ kind: 'button', value: next.state });
  }

  /** Null where the text can't be read: it is left as it is, for a person to see and mend. */
  private take(key: string, place: Place, text: string): ButtonState | null {
    const read = readButtonText(text, place);
    if ('problem' in read) {
      this.changes.noteCorruption(key, { problem: read.problem, raw: text });
      return null;
    }
    this.changes.noteCorruption(key, null);
    this.known.set(key, read);
    return read.state;
  }
}

const emptyText = ({ device_id, button_id }: Place): ButtonText => ({
  text: '',
  state: untouchedButton(device_id, button_id),
  exact: {},
});
