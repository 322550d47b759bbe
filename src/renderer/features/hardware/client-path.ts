/** In place of a client in the address of the page: no id is written so. */
export const NEW_CLIENT = '+new';

export const TABS = ['live', 'connection', 'log', 'setup'] as const;
export type Tab = (typeof TABS)[number];

export const tabOf = (text: string | undefined): Tab =>
  TABS.find((tab) => tab === text) ?? 'live';

/** An id in an address. It may hold any text, and the router decodes some of what is percent-encoded. */
const encoded = (id: string): string =>
  encodeURIComponent(id).replaceAll('~', '%7E').replaceAll('%', '~');

/** The id that an address names; null where it names none. */
export const clientIn = (part: string): string | null => {
  try {
    return decodeURIComponent(part.replaceAll('~', '%'));
  } catch {
    return null;
  }
};

export const clientPath = (id: string, tab: Tab = 'live'): string =>
  `/hardware/${encoded(id)}${tab === 'live' ? '' : `/${tab}`}`;
