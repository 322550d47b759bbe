import type { SendResult } from '../transports/transport.ts';

/** What the engine needs of the secrets: their values while it sends, and their absence everywhere else. */
export interface Secrets {
  /** Those of the names that there are, with their values. */
  reveal(names: readonly string[]): Readonly<Record<string, string>>;
  /** The same result with every secret masked in what the device said and in what went wrong. */
  redact(result: SendResult): SendResult;
}

export const noSecrets: Secrets = { reveal: () => ({}), redact: (result) => result };
