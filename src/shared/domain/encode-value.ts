/** A value that can't stand where its variable is. `message` is for the person who typed it. */
export class ValueProblem extends Error {
  override readonly name = 'ValueProblem';
  readonly variable: string;
  constructor(variable: string, message: string) {
    super(message);
    this.variable = variable;
  }
}

// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const LINE_BREAKERS = /[\r\n\0]/;
const OSC_RESERVED = /[\s#*,/?[\]{}]/;

/** Text, a number or yes/no as text. Anything else has no one spelling, so it is refused. */
export const asText = (value: unknown, variable: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new ValueProblem(
    variable,
    `${variable} must be text, a number, or true or false to stand inside text.`,
  );
};

/** One URL path or query value: it can add neither a segment nor a parameter. */
export const inUrl = (value: unknown, variable: string): string => {
  const text = asText(value, variable);
  try {
    return encodeURIComponent(text);
  } catch {
    throw new ValueProblem(
      variable,
      `${variable} holds half of a character (a lone surrogate).`,
    );
  }
};

/** As `inUrl`; besides, it must be more than nothing and not `.` or `..`, which would change the path. */
export const inPath = (value: unknown, variable: string): string => {
  const encoded = inUrl(value, variable);
  if (encoded === '')
    throw new ValueProblem(variable, `${variable} is empty; a path needs a value there.`);
  if (encoded === '.' || encoded === '..')
    throw new ValueProblem(
      variable,
      `${variable} is "${encoded}", which would change the path.`,
    );
  return encoded;
};

/** A header value: one line of Latin-1. */
export const inHeader = (value: unknown, variable: string): string => {
  const text = inLine(value, variable);
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) > 0xff)
      throw new ValueProblem(
        variable,
        `${variable} holds "${character}", which a header can't carry.`,
      );
  }
  return text;
};

/** Part of a line or a datagram: it can't begin a second command. */
export const inLine = (value: unknown, variable: string): string => {
  const text = asText(value, variable);
  if (LINE_BREAKERS.test(text))
    throw new ValueProblem(
      variable,
      `${variable} holds a line break or NUL, which would end the command early. Take it out.`,
    );
  return text;
};

/** Inside a JSON string that the template's author has quoted. */
export const inJsonText = (value: unknown, variable: string): string =>
  JSON.stringify(asText(value, variable)).slice(1, -1);

/** Part of the name of an OBS request: letters and digits, as all of them are. */
export const inRequestType = (value: unknown, variable: string): string => {
  const text = asText(value, variable);
  if (/^[A-Za-z0-9]+$/.test(text)) return text;
  throw new ValueProblem(
    variable,
    `${variable} must be letters and digits: it stands in the name of an OBS request.`,
  );
};

/** Part of an OSC address: no pattern characters, no further segment. */
export const inOscAddress = (value: unknown, variable: string): string => {
  const text = inLine(value, variable);
  if (text === '')
    throw new ValueProblem(
      variable,
      `${variable} is empty; an OSC address needs a value there.`,
    );
  const bad = OSC_RESERVED.exec(text);
  if (bad)
    throw new ValueProblem(
      variable,
      `${variable} holds "${bad[0]}", which has a meaning of its own in an OSC address.`,
    );
  return text;
};
