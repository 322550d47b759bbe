import { z } from 'zod';

/** Says what is wrong and, on a second line, what to write. `readMapping` takes the two apart. */
export const say = (message: string, hint: string): string => `${message}\n${hint}`;

export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** An object whose keys are these and no others. */
export const keys = <const S extends z.ZodRawShape>(what: string, shape: S) =>
  z.strictObject(shape, {
    error: (issue) => {
      const known = Object.keys(shape).join(', ');
      if (issue.code === 'unrecognized_keys') {
        const are = issue.keys.length > 1 ? 'are no keys' : 'is no key';
        const inside = what.replace(/^(The|An?) /, (article) => article.toLowerCase());
        return say(
          `${issue.keys.map((key) => `"${key}"`).join(', ')} ${are} of ${inside}.`,
          `It may have: ${known}.`,
        );
      }
      return issue.input === undefined
        ? say(`${what} is missing.`, `Write it, with: ${known}.`)
        : say(`${what} must have keys, not ${shown(issue.input)}.`, `It may have: ${known}.`);
    },
  });

export const text = (what: string, most: number, example: string) =>
  z
    .string({
      error: ({ input }) =>
        input === undefined
          ? say(`${what} is missing.`, `Write it, such as: ${example}.`)
          : say(`${what} must be text, not ${shown(input)}.`, `Put it in quotes: ${example}.`),
    })
    .min(1, say(`${what} is empty.`, `Write it, such as: ${example}.`))
    .max(most, say(`${what} is longer than ${most} characters.`, 'Write less.'));

export const whole = (what: string, least: number, most: number) => {
  const error = say(
    `${what} must be a whole number from ${least} to ${most}.`,
    `Write one, without quotes.`,
  );
  return z.int({ error }).min(least, error).max(most, error);
};

export const choice = <const V extends readonly [string, ...string[]]>(
  what: string,
  values: V,
) =>
  z.enum(values, {
    error: ({ input }) => {
      const wrong =
        input === undefined ? `${what} is missing.` : `${shown(input)} is no ${what}.`;
      return say(wrong, `Write one of: ${values.join(', ')}.`);
    },
  });

export const list = <S extends z.ZodType>(what: string, of: S, most: number) =>
  z
    .array(of, {
      error: ({ input }) =>
        say(`${what} must be a list, not ${shown(input)}.`, 'Begin each entry with "- ".'),
    })
    .max(most, say(`${what} has more than ${most} entries.`, 'Take some out.'));
