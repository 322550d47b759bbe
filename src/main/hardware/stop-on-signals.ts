/** What can be stopped in an orderly way. */
interface Stoppable {
  stop(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** As a shell reports a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * For a client that is a program of its own: the first SIGINT or SIGTERM stops it, a second one ends the process at
 * once. Returns the way to take it back.
 */
export const stopOnSignals = (client: Stoppable): (() => void) => {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(INTERRUPTED);
    stopping = true;
    client.stop().then(takeBack, takeBack);
  };
  const takeBack = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return takeBack;
};
