import type { PerformedAction } from '#shared/contract/intent.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { CommandView, Reply } from '#shared/contract/execution.ts';

/** What an action asks for: a command, at what, with the action's own values and the context's before them. */
export interface Asked {
  target: string;
  command: string;
  values: Readonly<Record<string, unknown>>;
  /** The names of the action's own values: the context may bring more than it asked for. */
  own: readonly string[];
}

/** What it came to. `unknown`: it may have happened, and nobody can say. */
export type Performed =
  | { outcome: 'ok' | 'sent'; reply: Reply | null }
  | { outcome: 'failed' | 'unknown'; fault: Fault; reply: Reply | null };

export type Prepared =
  | {
      ok: true;
      /** Exactly what would be done. */
      view: CommandView;
      /** What must not be told two things at once: others wait for their turn. */
      lanes: readonly string[];
      /** How long it may take where nobody set a limit, in milliseconds. */
      longestMs: number;
      /** Does it, once. Whoever no longer waits leaves it to its end, or takes it back. */
      perform(): Promise<Performed>;
      /** Where it can be taken back: true when it has not happened and never will. */
      takeBack?(): boolean;
    }
  | { ok: false; fault: Fault };

/** Something that the control room does itself and that is no command to a device. */
export interface Performer {
  /** Judges what is asked and does nothing yet. */
  prepare(asked: Asked): Prepared;
}

export type Performers = Partial<Record<PerformedAction, Performer>>;
