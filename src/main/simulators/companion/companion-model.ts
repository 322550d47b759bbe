import type { JsonValue } from '#shared/contract/protocol.ts';
import { placeName, type Button, type ButtonGrid } from './button-grid.ts';
import type { Answer, ButtonVerb, CompanionCommand, Place, Style } from './command.ts';
import type { ReceivedLog, Service } from './received-log.ts';

/** Steps that each button has. */
const STEPS = 4;

type Outcome = { answer: Answer; ran: boolean; detail: string };

const did = (detail = ''): Outcome => ({ answer: 'done', ran: true, detail });
const ignored = (detail: string): Outcome => ({ answer: 'done', ran: false, detail });
const refused = (answer: Answer, detail: string): Outcome => ({ answer, ran: false, detail });

interface ModelOptions {
  grid: ButtonGrid;
  log: ReceivedLog;
  allowStyleChanges: boolean;
  onStyle: (place: Place, style: Style) => void;
}

/** What Companion is behind its four services: one door in, each command logged with what became of it. */
export class CompanionModel {
  /** Custom variables. Only those that exist can be set. */
  readonly variables = new Map<string, JsonValue>([
    ['test', ''],
    ['counter', 0],
    ['scene', ''],
  ]);
  readonly #options: ModelOptions;

  constructor(options: ModelOptions) {
    this.#options = options;
  }

  perform(service: Service, command: CompanionCommand): Answer {
    const { answer, ran, detail } = this.#run(command);
    const location = 'place' in command ? placeName(command.place) : undefined;
    this.#options.log.add({
      service,
      ...(location === undefined ? {} : { location }),
      action: command.action,
      ran,
      detail,
    });
    return answer;
  }

  /** Something that is no command, kept for whoever wonders where it went. */
  reject(service: Service, text: string, reason: string): void {
    this.#options.log.add({
      service,
      action: 'unrecognised',
      ran: false,
      detail: `${reason}: ${text.slice(0, 200)}`,
    });
  }

  /** A variable as `GET /api/variable/{label}/{name}/value` finds it. */
  variable(label: string, name: string): JsonValue | undefined {
    if (label === 'custom') return this.variables.get(name);
    return label === 'internal' && name === 'version' ? '5.1.0' : undefined;
  }

  #run(command: CompanionCommand): Outcome {
    switch (command.action) {
      case 'custom-variable':
        if (!this.variables.has(command.name))
          return refused('no_variable', `no variable ${command.name}`);
        this.variables.set(command.name, command.value);
        return did(`${command.name} = ${JSON.stringify(command.value)}`);
      case 'page-set':
        return this.#options.grid.hasPage(command.page)
          ? did(`${command.surface} to page ${command.page}`)
          : refused('no_page', `no page ${command.page}`);
      case 'page-up':
      case 'page-down':
        return did(command.surface);
      case 'rescan':
        return did();
      case 'press':
      case 'down':
      case 'up':
      case 'rotate-left':
      case 'rotate-right':
      case 'step':
      case 'style':
        return this.#onButton(command);
    }
  }

  #onButton(command: Extract<CompanionCommand, { place: Place }>): Outcome {
    const button = this.#options.grid.at(command.place);
    if (!button) return refused('no_button', 'no button there');
    if (command.action === 'step') return this.#step(button, command.step);
    if (command.action === 'style') return this.#style(button, command.style);
    return this.#verb(button, command.action);
  }

  #verb(button: Button, verb: ButtonVerb): Outcome {
    const { grid } = this.#options;
    switch (verb) {
      case 'press':
        return grid.press(button) ? did() : ignored('dropped: it was down already');
      case 'down':
        return grid.down(button) ? did() : ignored('it was down already');
      case 'up':
        return grid.up(button) ? did() : ignored('it was up already');
      case 'rotate-left':
        button.rotation -= 1;
        return did();
      case 'rotate-right':
        button.rotation += 1;
        return did();
    }
  }

  #step(button: Button, step: number): Outcome {
    if (!Number.isInteger(step) || step < 1 || step > STEPS)
      return refused('bad_step', `no step ${step}`);
    button.step = step;
    return did(`step ${step}`);
  }

  #style(button: Button, style: Style): Outcome {
    if (!this.#options.allowStyleChanges) return ignored('style changes are not allowed');
    if (Object.keys(style).length === 0) return ignored('nothing in it that is understood');
    button.style = { ...button.style, ...style };
    this.#options.onStyle(button.place, button.style);
    return did(JSON.stringify(style));
  }
}
