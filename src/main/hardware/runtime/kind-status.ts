import type { HardwareListing } from '#shared/contract/hardware-clients.ts';

/** What kinds of clients have beside a connection. */
export type KindStatus = Pick<
  HardwareListing,
  'buzzers_enabled' | 'round' | 'presses' | 'presses_refused' | 'gpio' | 'osc'
>;

export const NO_KIND_STATUS: KindStatus = {
  buzzers_enabled: null,
  round: null,
  presses: null,
  presses_refused: null,
  gpio: null,
  osc: null,
};
