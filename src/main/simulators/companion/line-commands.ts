import type { CompanionModel } from './companion-model.ts';
import { parseColor } from './color.ts';
import { buttonVerb, type Answer, type CompanionCommand, type Place } from './command.ts';

const LOCATION = /^location ([^\s/]+)\/([^\s/]+)\/([^\s/]+) (.+)$/i;
const VERB = /^(press|down|up|rotate-left|rotate-right)$/i;
const STEP = /^set-step (\S+)$/i;
const TEXT = /^style text(?: (.*))?$/i;
const COLOR = /^style (color|bgcolor) (.+)$/i;
const SURFACE = /^surface (\S+) (?:page-set (\S+)|(page-up|page-down))$/i;
const RESCAN = /^surfaces rescan$/i;
const SET_VARIABLE = /^custom-variable (\S+) set-value(?: (.*))?$/i;
const GET_VARIABLE = /^custom-variable (\S+) get-value$/i;

type Parsed =
  | { kind: 'command'; command: CompanionCommand }
  | { kind: 'read'; name: string }
  | { kind: 'error'; message: string };

const command = (value: CompanionCommand): Parsed => ({ kind: 'command', command: value });
const SYNTAX_ERROR: Parsed = { kind: 'error', message: 'Syntax error' };

const parseOnButton = (place: Place, rest: string): Parsed => {
  const verb = buttonVerb(VERB.exec(rest)?.[1] ?? '');
  if (verb) return command({ action: verb, place });
  const step = STEP.exec(rest)?.[1];
  if (step !== undefined) return command({ action: 'step', place, step: Number(step) });
  const text = TEXT.exec(rest);
  if (text) return command({ action: 'style', place, style: { text: text[1] ?? '' } });
  const [, field, css] = COLOR.exec(rest) ?? [];
  if (!field || !css) return SYNTAX_ERROR;
  const value = parseColor(css);
  if (value === null) return { kind: 'error', message: 'Invalid color' };
  const style = field.toLowerCase() === 'color' ? { color: value } : { bgcolor: value };
  return command({ action: 'style', place, style });
};

const parseLine = (line: string): Parsed => {
  const [, page, row, col, rest] = LOCATION.exec(line) ?? [];
  if (rest !== undefined) {
    const place = { page: Number(page), row: Number(row), col: Number(col) };
    if (Object.values(place).some(Number.isNaN)) return SYNTAX_ERROR;
    return parseOnButton(place, rest);
  }
  const [, surface, number, turn] = SURFACE.exec(line) ?? [];
  if (surface !== undefined && number !== undefined)
    return command({ action: 'page-set', surface, page: Number(number) });
  if (surface !== undefined)
    return command({
      action: turn?.toLowerCase() === 'page-up' ? 'page-up' : 'page-down',
      surface,
    });
  if (RESCAN.test(line)) return command({ action: 'rescan' });
  const read = GET_VARIABLE.exec(line)?.[1];
  if (read !== undefined) return { kind: 'read', name: read };
  const [, name, value] = SET_VARIABLE.exec(line) ?? [];
  if (name !== undefined)
    return command({ action: 'custom-variable', name, value: value ?? '' });
  return SYNTAX_ERROR;
};

const reply = (given: CompanionCommand, answer: Answer): string => {
  switch (answer) {
    case 'done':
      return 'surface' in given ? `+OK If ${given.surface} is connected` : '+OK';
    case 'no_button':
      return '-ERR No control at location';
    case 'bad_step':
      return '-ERR Step out of range';
    case 'no_variable':
      return '-ERR Unknown name';
    // A failure that begins like a success: so it is.
    case 'no_page':
      return '+OK Page not found';
  }
};

export interface LineReply {
  text: string;
  /** A rescan looks for hardware first: its answer may come after the answers of later commands. */
  slow: boolean;
}

/** Runs one command line of TCP or UDP, without its ending, and says what TCP would answer. */
export const runLine = (
  model: CompanionModel,
  service: 'tcp' | 'udp',
  line: string,
): LineReply => {
  const parsed = parseLine(line.trim());
  switch (parsed.kind) {
    case 'command': {
      const answer = model.perform(service, parsed.command);
      return {
        text: reply(parsed.command, answer),
        slow: parsed.command.action === 'rescan',
      };
    }
    case 'read': {
      const value = model.variables.get(parsed.name);
      const text =
        value === undefined ? '-ERR Variable not found' : `+OK ${JSON.stringify(value)}`;
      return { text, slow: false };
    }
    case 'error':
      model.reject(service, line, parsed.message);
      return { text: `-ERR ${parsed.message}`, slow: false };
  }
};
