import { pino } from 'pino';

/** The part of the logger that the code uses. */
export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines on stderr: stdout belongs to whoever started us. */
export const createLog = (level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log =>
  pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
