import { z } from 'zod';
import { CamerasConfigSchema, type CamerasConfig } from '#shared/contract/camera.ts';

const { shape } = CamerasConfigSchema;

/** What can be set of all cameras in numbers, as a person reads it. */
export const CAMERA_NUMBERS = [
  { name: 'disk_warn_minutes', label: 'Disk: warn below', unit: 'minutes left' },
  { name: 'disk_refuse_minutes', label: 'Disk: start no take below', unit: 'minutes left' },
  { name: 'disk_stop_minutes', label: 'Disk: end takes below', unit: 'minutes left' },
  { name: 'stalled_ms', label: 'Stalled after', unit: 'ms without a picture' },
  { name: 'queue_limit', label: 'Queue to the recorder', unit: 'frames at most' },
  { name: 'telemetry_interval_ms', label: 'Figures every', unit: 'ms' },
] as const satisfies readonly { name: keyof CamerasConfig; label: string; unit: string }[];

export type CameraNumber = (typeof CAMERA_NUMBERS)[number]['name'];

/** As typed; what is absent was not touched. */
export const CameraDraftSchema = z.record(z.string(), z.string());
export type CameraDraft = z.infer<typeof CameraDraftSchema>;

const numberIn = (text: string): number =>
  /^\s*\d+([.,]\d+)?\s*$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;

/** What is wrong with a number; null where nothing is. */
export const numberProblem = (name: CameraNumber, text: string): string | null => {
  const parsed = shape[name].safeParse(numberIn(text));
  if (parsed.success) return null;
  return Number.isNaN(numberIn(text))
    ? 'Type a number, such as 30.'
    : (parsed.error.issues[0]?.message ?? 'This number can’t be used.');
};

const isOpen = (config: CamerasConfig, name: CameraNumber, text: string | undefined): boolean =>
  text !== undefined && text.trim() !== String(config[name]);

/** Names of the numbers that differ from the config. */
export const touchedNumbers = (config: CamerasConfig, draft: CameraDraft): CameraNumber[] =>
  CAMERA_NUMBERS.flatMap(({ name }) => (isOpen(config, name, draft[name]) ? name : []));

/** The config with what is right in the draft. */
export const withNumbers = (config: CamerasConfig, draft: CameraDraft): CamerasConfig => {
  const good = touchedNumbers(config, draft).filter(
    (name) => numberProblem(name, draft[name] ?? '') === null,
  );
  return {
    ...config,
    ...Object.fromEntries(good.map((name) => [name, numberIn(draft[name] ?? '')])),
  };
};
