import {
  fillTemplate,
  parseTemplate,
  secretName,
  sessionVariableName,
  soleVariable,
  templateVariables,
} from './template.ts';

type Values = Readonly<Record<string, unknown>>;

export type Filled =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; missing: string };

class Missing extends Error {
  readonly variable: string;
  constructor(variable: string) {
    super(variable);
    this.variable = variable;
  }
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const fillText = (text: string, values: Values): unknown => {
  const template = parseTemplate(text);
  const names = templateVariables(template);
  // Braces of JSON, which a template would take for doubled ones, stay as they are.
  if (names.length === 0) return text;
  const missing = names.find((name) => !Object.hasOwn(values, name));
  if (missing !== undefined) throw new Missing(missing);
  const sole = soleVariable(template);
  return sole === null ? fillTemplate(template, values, asText) : values[sole];
};

const fill = (value: unknown, values: Values): unknown => {
  if (typeof value === 'string') return fillText(value, values);
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, fill(inner, values)]),
  );
};

/**
 * The variables of a step or an action with values put in where `$name` or `{name}` stands; a text that is one
 * variable and nothing else takes its value as it is, list or number.
 */
export const fillVariables = (variables: Values, values: Values): Filled => {
  try {
    const entries = Object.entries(variables);
    return {
      ok: true,
      value: Object.fromEntries(entries.map(([name, value]) => [name, fill(value, values)])),
    };
  } catch (error) {
    if (error instanceof Missing) return { ok: false, missing: error.variable };
    throw error;
  }
};

const sessionNames = (value: unknown): string[] => {
  if (typeof value === 'string')
    return templateVariables(parseTemplate(value)).flatMap(
      (variable) => sessionVariableName(variable) ?? [],
    );
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(sessionNames);
};

/** The session's variables that texts in the values name, however deep. */
export const sessionNamesIn = (values: Values): string[] => [...new Set(sessionNames(values))];

/** True where what is missing is a secret: those are filled in by a protocol's template alone. */
export const isSecret = (variable: string): boolean => secretName(variable) !== null;
