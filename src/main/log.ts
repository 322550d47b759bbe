import { pino } from 'pino';
import { Redaction, type Redactor } from './secrets/redactor.ts';
import { maskFields } from './secrets/sensitive-fields.ts';
import type { LogLevel } from './settings.ts';

/** The part of the logger that the code uses. */
export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

export interface LogOptions {
  /** What else is masked, as it stands when a line is written. */
  redactor?: Redactor;
  /** Where lines go in place of stderr. */
  to?: pino.DestinationStream;
}

/**
 * JSON lines on stderr: stdout belongs to whoever started us. A line is masked as a whole, when all of it is
 * plain JSON: nothing is too deep, and an error's message, stack and cause are texts like any other.
 */
export const createLog = (
  level: LogLevel,
  { redactor = new Redaction(), to }: LogOptions = {},
): Log =>
  pino(
    {
      level,
      base: null,
      hooks: { streamWrite: (line) => maskFields(line, redactor) },
    },
    to ?? pino.destination({ dest: 2, sync: true }),
  );
