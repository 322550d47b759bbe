import type { Clock } from '../../clock.ts';
import type { Place, Style } from './command.ts';

/** How long a press holds a button down, in milliseconds. */
export const PRESS_MS = 20;
const PAGES = 10;
const ROWS = 4;
const COLS = 8;
/** Left empty so that a press that finds no button can be shown. */
const EMPTY_PLACE = { row: 3, col: 7 };

export interface Button {
  readonly place: Place;
  /** One boolean for all clients: whoever presses, anybody may release. */
  pressed: boolean;
  /** How often it went down. */
  presses: number;
  rotation: number;
  /** From 1. */
  step: number;
  style: Style;
}

/** `all`: a button at every whole row and column of pages 1 to 10. */
export type ButtonPlaces = 'all' | readonly Place[];

export const placeName = ({ page, row, col }: Place): string => `${page}/${row}/${col}`;

const defaultPlaces = (): Place[] => {
  const places: Place[] = [];
  for (let page = 1; page <= PAGES; page += 1)
    for (let row = 0; row < ROWS; row += 1)
      for (let col = 0; col < COLS; col += 1)
        if (row !== EMPTY_PLACE.row || col !== EMPTY_PLACE.col) places.push({ page, row, col });
  return places;
};

const isNear = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 100;

/** The buttons, by place, and the releases that presses have scheduled. */
export class ButtonGrid {
  readonly #clock: Clock;
  readonly #everywhere: boolean;
  readonly #pages: Set<number>;
  readonly #buttons = new Map<string, Button>();
  /** In the order they fall due: every press holds equally long. */
  readonly #releases: { button: Button; due: number }[] = [];
  readonly #closed: AbortSignal;
  #releasing = false;

  constructor(places: ButtonPlaces | undefined, clock: Clock, closed: AbortSignal) {
    this.#clock = clock;
    this.#closed = closed;
    this.#everywhere = places === 'all';
    this.#pages = new Set(Array.from({ length: PAGES }, (_, index) => index + 1));
    for (const place of places === 'all' ? [] : (places ?? defaultPlaces())) {
      this.#pages.add(place.page);
      this.#put(place);
    }
  }

  hasPage(page: number): boolean {
    return this.#pages.has(page);
  }

  at(place: Place): Button | undefined {
    this.#releaseDue();
    const button = this.#buttons.get(placeName(place));
    if (button || !this.#everywhere) return button;
    const fits = this.hasPage(place.page) && isNear(place.row) && isNear(place.col);
    return fits ? this.#put(place) : undefined;
  }

  /**
   * A press that finds its button down does nothing, yet its release still comes: it may cut short a press
   * or a hold that came from somebody else.
   */
  press(button: Button): boolean {
    const ran = this.down(button);
    this.#releases.push({ button, due: this.#clock.monotonic() + PRESS_MS });
    if (!this.#releasing) void this.#keepReleasing();
    return ran;
  }

  down(button: Button): boolean {
    if (button.pressed) return false;
    button.pressed = true;
    button.presses += 1;
    return true;
  }

  up(button: Button): boolean {
    const ran = button.pressed;
    button.pressed = false;
    return ran;
  }

  #put(place: Place): Button {
    const button = { place, pressed: false, presses: 0, rotation: 0, step: 1, style: {} };
    this.#buttons.set(placeName(place), button);
    return button;
  }

  #releaseDue(): void {
    const now = this.#clock.monotonic();
    while (this.#releases[0] && this.#releases[0].due <= now) {
      const release = this.#releases.shift();
      if (release) this.up(release.button);
    }
  }

  async #keepReleasing(): Promise<void> {
    this.#releasing = true;
    try {
      while (this.#releases[0]) {
        const wait = this.#releases[0].due - this.#clock.monotonic();
        if (wait > 0) await this.#clock.sleep(Math.max(1, wait), this.#closed);
        this.#releaseDue();
      }
    } catch (error) {
      if (!this.#closed.aborted) throw error;
      this.#releases.length = 0;
    } finally {
      this.#releasing = false;
    }
  }
}
