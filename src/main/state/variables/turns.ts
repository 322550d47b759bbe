/** Work on the same thing, one after the other in the order it came; on other things beside it. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all that came before on any of the names has ended. */
  async take<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = names.flatMap((name) => this.last.get(name) ?? []);
    const mine =
      before.length === 0 ? work() : Promise.all(before.map(settled)).then(() => work());
    for (const name of names) this.last.set(name, mine);
    try {
      return await mine;
    } finally {
      for (const name of names) if (this.last.get(name) === mine) this.last.delete(name);
    }
  }
}

const settled = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
