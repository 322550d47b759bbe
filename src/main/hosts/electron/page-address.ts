/** Where our own page lives when it is served from the files that ship with the app. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'mcr';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/`;

/** Sites that a link of ours may open, in the person's own browser. */
const OUTSIDE_HOSTS = new Set(['bitfocus.io', 'ffmpeg.org', 'redis.io', 'valkey.io']);

/** True where both addresses have the same scheme, host and port. A custom scheme has no `origin` in Node. */
export const isSameSite = (url: string, page: string): boolean => {
  const [one, other] = [URL.parse(url), URL.parse(page)];
  return (
    one !== null && other !== null && one.protocol === other.protocol && one.host === other.host
  );
};

export const mayOpenOutside = (url: string): boolean => {
  const parsed = URL.parse(url);
  return (
    parsed?.protocol === 'https:' &&
    parsed.username === '' &&
    parsed.port === '' &&
    OUTSIDE_HOSTS.has(parsed.hostname.replace(/^www\./, ''))
  );
};
