import type { KeyPlace, Origin } from '#shared/contract/execution.ts';

export interface HeldKey {
  place: KeyPlace;
  origin: Origin;
  holder: string;
}

export const placeId = (place: KeyPlace): string =>
  `${place.device_id}:${place.page}_${place.row}_${place.col}`;

/** The keys that a DOWN went out for and no UP yet. Companion never lets go by itself. */
export class HeldKeys {
  readonly #held = new Map<string, HeldKey>();

  pressed(key: HeldKey): void {
    this.#held.set(placeId(key.place), key);
  }

  released(place: KeyPlace): void {
    this.#held.delete(placeId(place));
  }

  has(place: KeyPlace): boolean {
    return this.#held.has(placeId(place));
  }

  all(): HeldKey[] {
    return [...this.#held.values()];
  }
}
