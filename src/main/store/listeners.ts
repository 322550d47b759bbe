/** Who wants to be told. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>();

  /** Returns the way to stop. */
  add(listener: (value: T) => void): () => void {
    // Wrapped, so that the same function given twice is told twice and stopped one by one.
    const own = (value: T) => listener(value);
    this.all.add(own);
    return () => this.all.delete(own);
  }

  tell(value: T): void {
    for (const listener of this.all) listener(value);
  }
}
