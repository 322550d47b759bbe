import type { Device } from '#shared/contract/device.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { KeyPhase, KeyPlace } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import type { Layout, LayoutKey } from '#shared/contract/layout.ts';

/** What a press of a place means. */
export type KeyMeaning =
  | { kind: 'intent'; intentName: string; key: LayoutKey }
  | { kind: 'macro'; macroId: string; key: LayoutKey }
  | { kind: 'plain'; action: ButtonAction; key: LayoutKey | null }
  | { kind: 'page'; page: number }
  | { kind: 'refused'; fault: Fault }
  | { kind: 'invalid'; fault: Fault };

const outside = (place: KeyPlace, device: Device): Fault | null => {
  const { page, row, col } = place;
  const inside =
    page >= 1 &&
    page <= device.page_count &&
    row >= 0 &&
    row < device.rows &&
    col >= 0 &&
    col < device.cols;
  if (inside) return null;
  return {
    error_type: 'validation_error',
    message: `${device.device_id} has no key at ${page}/${row}/${col}`,
    details: {
      short: 'no such key',
      hint: `Its pages are 1 to ${device.page_count}, its rows 0 to ${device.rows - 1}, its columns 0 to ${device.cols - 1}.`,
    },
  };
};

const keyAt = (layout: Layout | null, { page, row, col }: KeyPlace): LayoutKey | undefined =>
  layout?.pages
    .find((entry) => entry.page === page)
    ?.keys.find((key) => key.row === row && key.col === col);

/** A plain press speaks the transport of the device's own address, HTTP where it has none. */
const plainProtocol = (device: Device, phase: KeyPhase): string => {
  const scheme = /^(osc|tcp|udp)/.exec(device.connection_url ?? '')?.[1] ?? 'http';
  return `companion_${scheme}_${phase}`;
};

/** Resolves a place on a device to what its layout says, or to a plain press of that place. */
export const keyMeaning = (
  device: Device,
  layout: Layout | null,
  place: KeyPlace,
  phase: KeyPhase,
): KeyMeaning => {
  const fault = outside(place, device);
  if (fault) return { kind: 'invalid', fault };
  const key = keyAt(layout, place);
  if (key?.disabled)
    return {
      kind: 'refused',
      fault: {
        error_type: 'refused',
        message: `This key is switched off: ${key.disabled.reason}`,
        details: {
          reason: 'disabled',
          short: 'switched off',
          hint: 'Switch it on in the layout of the device.',
        },
      },
    };
  if (key?.go_to_page) return { kind: 'page', page: key.go_to_page };
  if (key?.macro_id) return { kind: 'macro', macroId: key.macro_id, key };
  if (key?.intent_name) return { kind: 'intent', intentName: key.intent_name, key };
  if (device.connection_url?.startsWith('obs:') === true)
    return {
      kind: 'invalid',
      fault: {
        error_type: 'validation_error',
        message: `${device.device_id} is an OBS, which has no keys of its own to press.`,
        details: { short: 'no key', hint: 'Give this key an intent.' },
      },
    };
  return {
    kind: 'plain',
    action: {
      action_type: 'press',
      protocol_name: plainProtocol(device, phase),
      device_id: device.device_id,
      variables: { page: place.page, row: place.row, col: place.col },
      delay_ms: 0,
    },
    key: key ?? null,
  };
};
