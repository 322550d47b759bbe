const isAnswer = (event: MessageEvent<unknown>, answer: object): boolean => {
  const { source, data } = event;
  if (source !== window || typeof data !== 'object' || data === null) return false;
  const said = new Map<string, unknown>(Object.entries(data));
  return Object.entries(answer).every(([name, value]) => said.get(name) === value);
};

/** Asks the preload for a port. Its answer is the message that has all of `answer`. Rejects when none came in time. */
export const askForPort = (
  question: object,
  answer: object,
  timeoutMs: number,
): Promise<MessagePort> => {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const onMessage = (event: MessageEvent<unknown>): void => {
    const [port] = event.ports;
    if (port && isAnswer(event, answer)) resolve(port);
  };
  window.addEventListener('message', onMessage);
  const giveUp = setTimeout(() => reject(new Error('The window got no port.')), timeoutMs);
  window.postMessage(question, location.origin);
  return promise.finally(() => {
    clearTimeout(giveUp);
    window.removeEventListener('message', onMessage);
  });
};
