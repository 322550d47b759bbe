/** A piece of a template: literal text, or the name of the variable that stands there. */
export type TemplatePart = string | { variable: string };

/** A template parsed once. Filling never looks at the values' own text for more variables. */
export interface Template {
  readonly parts: readonly TemplatePart[];
}

const SECRET = 'secret:';
const SESSION = 'var:';
const TOKEN = /\{\{|\}\}|\{([A-Za-z_]\w*|(?:secret|var):[^{}]*)\}|\$\$|\$([A-Za-z_]\w*)/g;
const LITERAL: Record<string, string> = { '{{': '{', '}}': '}', $$: '$' };

/** What a person sees where a secret stands. */
export const MASK = '••••••';

/** Given for a variable whose value may not be shown: it is filled in as the mask, whatever the place. */
export const MASKED = Symbol('masked');

/** The variable that stands for a secret: no other variable can have such a name. */
export const secretVariable = (name: string): string => `${SECRET}${name}`;

/** The secret that a variable stands for; null for any other variable. */
export const secretName = (variable: string): string | null =>
  variable.startsWith(SECRET) ? variable.slice(SECRET.length) : null;

/** The variable that stands for one of the session: no other variable can have such a name. */
export const sessionVariable = (name: string): string => `${SESSION}${name}`;

/** The session's variable that a variable stands for; null for any other variable. */
export const sessionVariableName = (variable: string): string | null =>
  variable.startsWith(SESSION) ? variable.slice(SESSION.length) : null;

/**
 * Parses `{name}`, `$name`, `{var:name}` and `{secret:name}`. `{{`, `}}` and `$$` stand for one brace or dollar. A brace or dollar that
 * begins no name is itself, so that a payload may hold JSON.
 */
export const parseTemplate = (text: string): Template => {
  const parts: TemplatePart[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    const variable = match[1] ?? match[2];
    if (variable === undefined) {
      literal += LITERAL[match[0]] ?? '';
      continue;
    }
    if (literal) parts.push(literal);
    literal = '';
    parts.push({ variable });
  }
  literal += text.slice(end);
  if (literal || parts.length === 0) parts.push(literal);
  return { parts };
};

/** The variables of a template, each once, in the order they appear. */
export const templateVariables = (template: Template): string[] => [
  ...new Set(
    template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.variable])),
  ),
];

/** True where a text in the value, however deep, names a variable. */
export const holdsVariable = (value: unknown): boolean => {
  if (typeof value === 'string') return templateVariables(parseTemplate(value)).length > 0;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsVariable);
};

/** Puts `encode(value, name)` where each variable stands. The caller has checked that all are given. */
export const fillTemplate = (
  template: Template,
  values: Readonly<Record<string, unknown>>,
  encode: (value: unknown, name: string) => string,
): string => {
  let filled = '';
  for (const part of template.parts) {
    if (typeof part === 'string') {
      filled += part;
      continue;
    }
    const value = values[part.variable];
    filled += value === MASKED ? MASK : encode(value, part.variable);
  }
  return filled;
};

/** The variable's name where the template is one variable and nothing else. */
export const soleVariable = (template: Template): string | null => {
  const [only] = template.parts;
  return template.parts.length === 1 && typeof only === 'object' ? only.variable : null;
};

/** The same template with its literal text changed. */
export const mapLiterals = (
  template: Template,
  change: (text: string) => string,
): Template => ({
  parts: template.parts.map((part) => (typeof part === 'string' ? change(part) : part)),
});
