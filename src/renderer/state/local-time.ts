const twoDigits = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const clock = new Intl.DateTimeFormat(undefined, { ...twoDigits, hourCycle: 'h23' });
const clockUtc = new Intl.DateTimeFormat(undefined, {
  ...twoDigits,
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Writers in Python leave the zone out and mean UTC. */
const parse = (timestamp: string): Date =>
  new Date(/(Z|[+-]\d\d:?\d\d)$/.test(timestamp) ? timestamp : `${timestamp}Z`);

const known = (moment: Date): boolean => !Number.isNaN(moment.getTime());

export const clockTime = (moment: Date | number): string => clock.format(moment);
export const clockTimeUtc = (moment: Date | number): string => clockUtc.format(moment);

/** `21:14:35` in the operator's zone, and the thousandths apart; the text itself where it is no time. */
export const timeOf = (timestamp: string): { seconds: string; millis: string } => {
  const moment = parse(timestamp);
  if (!known(moment)) return { seconds: timestamp, millis: '' };
  const millis = String(moment.getMilliseconds()).padStart(3, '0');
  return { seconds: clock.format(moment), millis: `.${millis}` };
};

export const dateOf = (timestamp: string): string => {
  const moment = parse(timestamp);
  return known(moment) ? date.format(moment) : '';
};

/** For a tooltip: the moment in UTC. */
export const utcOf = (timestamp: string): string => {
  const moment = parse(timestamp);
  return known(moment) ? `${moment.toISOString().replace('T', ' ').replace('Z', '')} UTC` : '';
};

/** Milliseconds since 1970, or null where the text is no time. */
export const momentOf = (timestamp: string): number | null => {
  const moment = parse(timestamp);
  return known(moment) ? moment.getTime() : null;
};

/** `12 s`, `3 min`, `2 h 05 min`. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
};
