/** Milliseconds that each call of `work` took, one after the other. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** Runs `count` calls with `inFlight` at once and says how many ended per second. */
export const rate = async (
  count: number,
  inFlight: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> => {
  let next = 0;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) {
        next += 1;
        await work(next);
      }
    }),
  );
  return (count / (performance.now() - from)) * 1000;
};
