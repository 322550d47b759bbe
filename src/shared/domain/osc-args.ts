import { z } from 'zod';
import type { OscArg } from '../contract/execution.ts';
import { OscArgTemplateSchema, type OscType, type Protocol } from '../contract/protocol.ts';
import type { OscArgCompiled } from './compiled-protocol.ts';
import { asText, ValueProblem } from './encode-value.ts';
import { fillTemplate, MASKED, soleVariable, templateVariables } from './template.ts';

const GivenArgsSchema = z.array(
  z.union([z.string(), z.number(), z.boolean(), OscArgTemplateSchema]),
);

const number = (value: unknown, name: string): number => {
  const result = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof result === 'number' && Number.isFinite(result)) return result;
  throw new ValueProblem(name, `${name} must be a number for OSC.`);
};

const whole = (value: unknown, name: string): number => {
  const result = number(value, name);
  if (!Number.isInteger(result) || result < -(2 ** 31) || result >= 2 ** 31)
    throw new ValueProblem(name, `${name} must be a whole number of 32 bits for OSC type i.`);
  return result;
};

const long = (value: unknown, name: string): string => {
  const text = asText(value, name);
  if (!/^-?\d{1,19}$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text))
    throw new ValueProblem(name, `${name} must be a whole number of 64 bits for OSC type h.`);
  return text;
};

const text = (value: unknown, name: string): string => {
  const result = asText(value, name);
  if (result.includes('\0'))
    throw new ValueProblem(name, `${name} holds NUL, which would end an OSC text early.`);
  return result;
};

const blob = (value: unknown, name: string): string => {
  const result = asText(value, name);
  if (!z.base64().safeParse(result).success)
    throw new ValueProblem(name, `${name} must be base64 for OSC type b.`);
  return result;
};

const typed = (type: OscType, value: unknown, name: string): OscArg => {
  switch (type) {
    case 'i':
      return { type, value: whole(value, name) };
    case 'f':
    case 'd':
      return { type, value: number(value, name) };
    case 'h':
      return { type, value: long(value, name) };
    case 's':
      return { type, value: text(value, name) };
    case 'b':
      return { type, value: blob(value, name) };
    case 'T':
    case 'F':
      return { type };
  }
};

/** The type that a bare value has by itself; always given, since an untyped 7 would travel as a float. */
const guess = (value: string | number | boolean, type: OscType | null | undefined): OscType => {
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (typeof value === 'string') return 's';
  return type ?? (Number.isInteger(value) ? 'i' : 'f');
};

/** The typed arguments: the protocol's, or, as the seed has it, a variable named `osc_args`. */
export const resolveOscArgs = (
  protocol: Protocol,
  compiled: readonly OscArgCompiled[],
  variables: Readonly<Record<string, unknown>>,
): OscArg[] => {
  const given = variables['osc_args'];
  if (!protocol.osc_args && given !== undefined) {
    const parsed = GivenArgsSchema.safeParse(given);
    if (!parsed.success)
      throw new ValueProblem(
        'osc_args',
        'osc_args must be a list of numbers, texts or {type, value}.',
      );
    return parsed.data.map((arg) =>
      typeof arg === 'object'
        ? typed(arg.type, arg.value, 'osc_args')
        : typed(guess(arg, protocol.osc_type), arg, 'osc_args'),
    );
  }
  return compiled.map(({ type, value }) => {
    if (value === null || typeof value !== 'object') return typed(type, value, 'osc_args');
    // A mask is text, whatever type the secret itself is sent as.
    if (templateVariables(value).some((name) => variables[name] === MASKED))
      return { type, value: fillTemplate(value, variables, asText) };
    const name = soleVariable(value);
    return name === null
      ? typed(type, fillTemplate(value, variables, asText), 'osc_args')
      : typed(type, variables[name], name);
  });
};
