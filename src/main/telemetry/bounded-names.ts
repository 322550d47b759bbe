/** Stands for every name past the limit. */
export const OTHER = 'other';

/** Names that become series: the first so many as they are, all further ones as `other`. */
export class BoundedNames {
  readonly #known = new Set<string>();
  readonly #limit: number;
  constructor(limit: number) {
    this.#limit = limit;
  }

  of(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= this.#limit) return OTHER;
    this.#known.add(name);
    return name;
  }
}
