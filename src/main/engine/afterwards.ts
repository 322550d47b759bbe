/** Work that can wait until what runs now has left, done together once per turn of the loop. */
export class Afterwards {
  #waiting: (() => void)[] = [];

  add(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length === 1) setImmediate(() => this.#run());
  }

  #run(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (const work of all) work();
  }
}
