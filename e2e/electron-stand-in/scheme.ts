import type { CustomScheme } from 'electron';

type Handler = (request: Request) => Response | Promise<Response>;

const privileged = new Set<string>();
const handlers = new Map<string, Handler>();

/** A page of `scheme://host/` is shown under this address: Chromium itself knows no scheme of the app. */
export const toHttp = (url: string): string =>
  url.replace(/^([a-z-]+):\/\/([a-z-]+)(?=\/|$)/, (all, scheme: string, host: string) =>
    privileged.has(scheme) ? `http://${host}.${scheme}.localhost` : all,
  );

/** The other way round. */
export const fromHttp = (url: string): string =>
  url.replace(
    /^http:\/\/([a-z-]+)\.([a-z-]+)\.localhost(?=\/|$)/,
    (all, host: string, scheme: string) =>
      privileged.has(scheme) ? `${scheme}://${host}` : all,
  );

/** The app's answer to a request of one of its own schemes; null where it is not one. */
export const answerScheme = async (url: string, method: string): Promise<Response | null> => {
  const own = fromHttp(url);
  const handler = handlers.get(own.slice(0, own.indexOf(':')));
  return handler === undefined ? null : handler(new Request(own, { method }));
};

export const protocol = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard && privileges.secure) privileged.add(scheme);
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`${scheme}: is handled already`);
    handlers.set(scheme, handler);
  },
};
