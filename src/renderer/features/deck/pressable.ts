import type { KeyPlace } from '#shared/contract/execution.ts';

/** A key as far as pressing it goes. */
export interface Pressable {
  place: KeyPlace;
  name: string;
  intentName: string | null;
  macroId: string | null;
  /** Its own; what it fires may have one too. */
  guard: string | null;
  /** Refused whatever is asked, so that there is nothing to let go of. */
  isDisabled: boolean;
}
