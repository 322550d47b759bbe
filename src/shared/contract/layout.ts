import { z } from 'zod';
import { NameSchema } from './names.ts';
import { GuardSchema, RepressModeSchema } from './policy.ts';

/** The eight muted colours an engineer may give to a key. */
export const KeyColorSchema = z.enum([
  'slate',
  'teal',
  'indigo',
  'violet',
  'rose',
  'olive',
  'sand',
  'cyan',
]);
export type KeyColor = z.infer<typeof KeyColorSchema>;

/** One key's face and what it does: an intent, or, without one, a plain press of its own place. */
export const LayoutKeySchema = z.looseObject({
  row: z.int().min(0).max(15),
  col: z.int().min(0).max(15),
  label: z.string().max(60).default(''),
  icon: z.string().max(40).nullish(),
  color: KeyColorSchema.nullish(),
  hotkey: z.string().max(20).nullish(),
  intent_name: NameSchema.nullish(),
  /** A key that runs a macro. */
  macro_id: NameSchema.nullish(),
  /** Where absent, the intent's. */
  guard: GuardSchema.nullish(),
  mode: RepressModeSchema.nullish(),
  /** A second press within so many milliseconds by the same pointer is a bounce; the config's where absent. */
  debounce_ms: z.number().min(0).max(2000).nullish(),
  /** A key that shows another page when pressed; nothing is sent. */
  go_to_page: z.int().min(1).nullish(),
  disabled: z.looseObject({ reason: z.string() }).nullish(),
});
export type LayoutKey = z.infer<typeof LayoutKeySchema>;

export const LayoutPageSchema = z.looseObject({
  page: z.int().min(1),
  name: z.string().max(40).default(''),
  keys: z.array(LayoutKeySchema).default([]),
});
export type LayoutPage = z.infer<typeof LayoutPageSchema>;

/** `mcr:companion:layout:{device_id}`: what the keys of a device's pages show and do. Ours, not the seed's. */
export const LayoutSchema = z.looseObject({
  device_id: NameSchema,
  pages: z.array(LayoutPageSchema).default([]),
});
export type Layout = z.infer<typeof LayoutSchema>;
