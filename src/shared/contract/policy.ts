import { z } from 'zod';
import { NameSchema } from './names.ts';

/**
 * What a press must do beyond touching: `hold(800)` keeps it down for so many milliseconds, `arm` presses
 * twice within 3 s, `confirm` answers a question. An agent passes `arm` and `confirm` only by the operator.
 */
export const GuardSchema = z
  .string()
  .regex(
    /^(none|arm|confirm|hold\(([1-9]\d{1,4})\))$/,
    'Write none, arm, confirm or hold(800): milliseconds from 10 to 99999.',
  );
export type Guard = z.infer<typeof GuardSchema>;

/** How long the second press of `arm` may take, in milliseconds. */
export const ARM_WITHIN_MS = 3000;

/**
 * What a further press does while the former one still runs: `single` refuses it, `restart` cancels the former
 * one and starts over, `queued` runs it afterwards, `parallel` runs it at once.
 */
export const RepressModeSchema = z.enum(['single', 'restart', 'queued', 'parallel']);
export type RepressMode = z.infer<typeof RepressModeSchema>;

/** Overrides of the config's retry policy. Milliseconds; `attempts` counts the first one too. */
export const RetryOverrideSchema = z.looseObject({
  attempts: z.int().min(1).max(20).optional(),
  backoff_ms: z.number().min(0).max(60_000).optional(),
  multiplier: z.number().min(1).max(10).optional(),
  max_backoff_ms: z.number().min(0).max(600_000).optional(),
});
export type RetryOverride = z.infer<typeof RetryOverrideSchema>;

/** Another way for an action when the former ones did not serve. What is absent is the action's own. */
export const FallbackSchema = z.looseObject({
  protocol_name: NameSchema,
  device_id: NameSchema.optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
});
export type Fallback = z.infer<typeof FallbackSchema>;

/**
 * A MongoDB-style query over `{context, variables, device, button}`; plain fields are of the context. `{var:name}` is a
 * variable of the session: as a field (`{"{var:level}": {"$gt": 0.5}}`, a place inside of it behind a dot), or alone as
 * what a field is compared with (`{"scene": "{var:scene}"}`).
 */
export const ConditionsSchema = z.record(z.string(), z.unknown());
export type Conditions = z.infer<typeof ConditionsSchema>;

/**
 * Devices that stand in for each other. `failover`: the healthiest takes the command, the next one where it
 * fails. `mirror`: all of them get it, and each one's outcome is told.
 */
export const DeviceGroupSchema = z.looseObject({
  mode: z.enum(['failover', 'mirror']),
  device_ids: z.array(NameSchema).min(1).max(16),
});
export type DeviceGroup = z.infer<typeof DeviceGroupSchema>;
