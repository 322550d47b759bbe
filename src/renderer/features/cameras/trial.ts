import { z } from 'zod';
import { create } from 'zustand';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { recall, remember } from '../../state/remembered.ts';

const PrefixSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/,
    'Use 1 to 64 letters, digits, dots, underscores or hyphens, and no dot in front.',
  );
const NumberSchema = z
  .string()
  .regex(/^0*[1-9]\d{0,3}$/, 'A trial is a whole number from 1 to 9999.');

/** As typed. */
export const TypedTrialSchema = z.object({ prefix: z.string(), number: z.string() });
export type TypedTrial = z.infer<typeof TypedTrialSchema>;

/** What new takes are named after; this browser keeps it. */
export const useTrial = create<TypedTrial>(
  () => recall('trial', TypedTrialSchema) ?? { prefix: 'recording', number: '1' },
);

/** The session that runs; null where none does. */
export const useSession = (cameras: CameraSlot[]): string | null =>
  cameras.find(({ session_id }) => session_id !== null)?.session_id ?? null;

/** What the next takes are called after: the session that runs, else what was typed. */
export const useNextTake = (cameras: CameraSlot[]): TypedTrial => {
  const typed = useTrial();
  const session = useSession(cameras);
  return session === null ? typed : { ...typed, prefix: session };
};

export const typeTrial = (change: Partial<TypedTrial>): void => {
  useTrial.setState(change);
  remember('trial', useTrial.getState());
};

const problem = (schema: z.ZodType, text: string): string | null =>
  schema.safeParse(text).error?.issues[0]?.message ?? null;

/** What to type instead, per field. */
export const trialProblems = ({ prefix, number }: TypedTrial) => ({
  prefix: problem(PrefixSchema, prefix.trim()),
  number: problem(NumberSchema, number.trim()),
});

/** The payload of `start_recording`; null while a field has a problem. */
export const takePayload = (typed: TypedTrial) => {
  const { prefix, number } = trialProblems(typed);
  if (prefix !== null || number !== null) return null;
  return { session_prefix: typed.prefix.trim(), trial_number: Number(typed.number) };
};
