import { Stale } from '../store/expected.ts';
import { revisionOf } from '../store/revision.ts';
import type { Entities, Lookup, Store } from '../store/store.ts';

type Layout = Entities['layout'];

/** A layout stands under the name of its device: where the device gets another name, the layout moves. */
export class LayoutMove {
  readonly #store: Store;
  readonly #from: string;
  readonly #to: string;
  /** Revisions of the old one that was copied, and of its copy. */
  #copied: { old: string; copy: string } | null = null;
  constructor(store: Store, from: string, to: string) {
    this.#store = store;
    this.#from = from;
    this.#to = to;
  }

  /** @throws Stale where another layout stands under the new name: it may be all that is left of a device. */
  async check(): Promise<void> {
    const [old, there] = await this.#both();
    if (old.found === 'present' && there.found !== 'absent') this.#judge(old.value, there);
  }

  /** Writes it under the new name, with what changed since it was last copied. @throws Stale */
  async copy(): Promise<void> {
    const [old, there] = await this.#both();
    if (old.found !== 'present') return;
    const next: Layout = { ...old.value, device_id: this.#to };
    if (there.found !== 'absent') this.#judge(old.value, there);
    const isThere =
      there.found === 'present' &&
      revisionOf('layout', there.value) === revisionOf('layout', next);
    if (!isThere) {
      const expected =
        there.found === 'present'
          ? { revisions: [revisionOf('layout', there.value)] }
          : ('absent' as const);
      await this.#store.put('layout', this.#to, next, expected);
    }
    this.#copied = {
      old: revisionOf('layout', old.value),
      copy: revisionOf('layout', next),
    };
  }

  /** Removes the old one, as it was copied. False where somebody changed it meanwhile: then copy it again. */
  async drop(): Promise<boolean> {
    if (this.#copied === null) return true;
    try {
      await this.#store.remove('layout', this.#from, { revisions: [this.#copied.old] });
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
      return error.stands.found === 'absent';
    }
    return true;
  }

  #both(): Promise<[Lookup<Layout>, Lookup<Layout>]> {
    return Promise.all([
      this.#store.read('layout', this.#from),
      this.#store.read('layout', this.#to),
    ]);
  }

  #judge(old: Layout, there: Lookup<Layout>): void {
    if (there.found === 'present') {
      const stands = revisionOf('layout', there.value);
      if (stands === this.#copied?.copy) return;
      if (stands === revisionOf('layout', { ...old, device_id: this.#to })) return;
    }
    throw new Stale('layout', this.#to, 'absent', there);
  }
}
