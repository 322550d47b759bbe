import type { HeadlessOptions } from './settings.ts';

/** Why the app did not start and what to do, in one line. */
export const explainFailedStart = (
  error: unknown,
  { host, port }: Pick<HeadlessOptions, 'host' | 'port'>,
): string => {
  if (!(error instanceof Error)) return String(error);
  switch ('code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop the program that has it, or choose another with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address ${host}. Choose another with --host.`;
    case 'EACCES':
    case 'EPERM':
      return 'syscall' in error && error.syscall === 'listen'
        ? `Port ${port} is not for everybody: choose one above 1023 with --port.`
        : `The data directory can't be used: ${error.message}. Choose another with --data.`;
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOSPC':
      return `The data directory can't be used: ${error.message}. Choose another with --data.`;
    default: {
      const hint = 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
      return `${error.message}${hint}`;
    }
  }
};
