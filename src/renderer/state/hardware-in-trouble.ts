import type { HardwareListing } from '#shared/contract/hardware-clients.ts';

/** Those that should run here and do not, or are silent. One that somebody stopped is as it should be. */
export const hardwareInTrouble = (
  hardware: Readonly<Record<string, HardwareListing>>,
): HardwareListing[] =>
  Object.values(hardware).filter(
    ({ elsewhere, state, problem, enabled, last_error }) =>
      !elsewhere &&
      (problem !== null ||
        state === 'stale' ||
        state === 'waiting' ||
        (state === 'stopped' && enabled && last_error !== null)),
  );

/** `4 open`, `3 of 4`: of those that should run. */
export const hardwareWords = (hardware: Readonly<Record<string, HardwareListing>>): string => {
  const bad = hardwareInTrouble(hardware);
  const wanted = Object.values(hardware).filter(
    (client) => client.state !== 'stopped' || bad.includes(client),
  );
  const open = wanted.filter(({ state }) => state === 'open').length;
  if (wanted.length === 0) return 'stopped';
  return open === wanted.length ? `${open} open` : `${open} of ${wanted.length}`;
};
