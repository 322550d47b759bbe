import type { KeyPlace } from '#shared/contract/execution.ts';

/** `{device_id}:{page}_{row}_{col}`, as the mirror names a button. */
export const placeId = ({ device_id, page, row, col }: KeyPlace): string =>
  `${device_id}:${page}_${row}_${col}`;
