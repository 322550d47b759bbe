interface Watched {
  watch(...given: never[]): AsyncGenerator<unknown, void, void>;
}

/** How many of the watches of these are open: begun, and not let go of. */
export const countedWatches = (...all: readonly object[]): { readonly open: number } => {
  const count = { open: 0 };
  for (const one of all) {
    if (!isWatched(one)) throw new Error('Nothing to watch.');
    const watch = one.watch.bind(one);
    one.watch = async function* counted(...given: never[]) {
      count.open += 1;
      try {
        yield* watch(...given);
      } finally {
        count.open -= 1;
      }
    };
  }
  return count;
};

const isWatched = (value: object): value is Watched =>
  'watch' in value && typeof value.watch === 'function';
