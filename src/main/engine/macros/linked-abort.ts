/** A controller that also ends with `parent`, for as long as it is not let go. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
  letGo(): void;
}

export const linkedAbort = (parent: AbortSignal): LinkedAbort => {
  const controller = new AbortController();
  const end = (): void => controller.abort(parent.reason);
  if (parent.aborted) end();
  else parent.addEventListener('abort', end, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    letGo: () => parent.removeEventListener('abort', end),
  };
};
