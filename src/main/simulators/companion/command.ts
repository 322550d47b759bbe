import type { JsonValue } from '#shared/contract/protocol.ts';

/** Page from 1, row and column from 0. NaN where the sender wrote no number. */
export interface Place {
  page: number;
  row: number;
  col: number;
}

/** Colours are 0xRRGGBB. */
export interface Style {
  text?: string;
  color?: number;
  bgcolor?: number;
  size?: number | 'auto';
  alignment?: string;
  png64?: string | null;
}

export type ButtonVerb = 'press' | 'down' | 'up' | 'rotate-left' | 'rotate-right';

/** What any of the four services can ask. */
export type CompanionCommand =
  | { action: ButtonVerb; place: Place }
  | { action: 'step'; place: Place; step: number }
  | { action: 'style'; place: Place; style: Style }
  | { action: 'custom-variable'; name: string; value: JsonValue }
  | { action: 'page-set'; surface: string; page: number }
  | { action: 'page-up' | 'page-down'; surface: string }
  | { action: 'rescan' };

/** `done` is also said of what Companion acknowledges and ignores. */
export type Answer = 'done' | 'no_button' | 'bad_step' | 'no_variable' | 'no_page';

const VERBS: Record<string, ButtonVerb> = {
  press: 'press',
  down: 'down',
  up: 'up',
  'rotate-left': 'rotate-left',
  'rotate-right': 'rotate-right',
};

/** The verb that a path segment or a word of a line names, in any case. */
export const buttonVerb = (word: string): ButtonVerb | undefined => VERBS[word.toLowerCase()];
