const LOOK_EVERY_MS = 250;

/**
 * Ends this process, as SIGTERM would, once npm is gone. npm passes a signal on to the shell that it runs scripts
 * in, and many shells die of it without telling the script. A script that npm does not run, or that was told to
 * stop by itself, is left alone.
 */
export function endWithParent() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      clearInterval(timer);
      // nobody else listens: what the signal does by itself has to happen
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}
