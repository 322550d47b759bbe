import type { Variable } from '#shared/contract/variables.ts';
import { judgeValue, type Definition } from '#shared/domain/variable-values.ts';
import { jsonIn, typedText, type Typed } from './typed-text.ts';

/** What stands in the field when the editing of a variable begins. */
export const variableText = ({ type, value }: Pick<Variable, 'type' | 'value'>): string => {
  if (type === 'string' && typeof value === 'string') return value;
  return type === 'embedding' || type === 'tensor' ? JSON.stringify(value) : typedText(value);
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const read = ({ type, constraints }: Definition, text: string): Typed => {
  switch (type) {
    case 'string':
      return { ok: true, value: text };
    case 'integer':
    case 'float': {
      const trimmed = text.trim();
      // What is no number is judged as the text that it is: the message then shows it.
      return { ok: true, value: NUMBER.test(trimmed) ? Number(trimmed) : trimmed };
    }
    case 'boolean':
      return {
        ok: true,
        value: text.trim() === 'true' ? true : text.trim() === 'false' ? false : text,
      };
    case 'choice': {
      const chosen = constraints.enum?.find((one) => typedText(one) === text);
      return { ok: true, value: chosen === undefined ? text : chosen };
    }
    case 'json':
    case 'embedding':
    case 'tensor':
      return jsonIn(text);
  }
};

/** A pattern of somebody else's could keep this page busy for ever: the engine judges it, with a limit. */
const matches = (): boolean => true;

/** The value that was typed, judged as the engine will; or what is wrong: the variable, its type and the value. */
export const variableValue = (definition: Definition, text: string): Typed => {
  const typed = read(definition, text);
  if (!typed.ok)
    return {
      ok: false,
      message: `${definition.name} is of type ${definition.type}. ${typed.message}`,
    };
  return judgeValue(definition, typed.value, matches);
};

/** The number one step up (1) or down (-1), within what is allowed; null where none stands there. */
export const steppedText = (
  { constraints: { step = 1, min, max } }: Pick<Definition, 'constraints'>,
  text: string,
  direction: 1 | -1,
): string | null => {
  if (!NUMBER.test(text.trim())) return null;
  const next = Number(text) + direction * step;
  const kept = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next));
  // Steps of 0.1 leave no trail of 0.30000000000000004.
  return String(Number(kept.toPrecision(12)));
};
