import { namedLines, twice, unquoted, writtenName, type Lines } from './named-lines.ts';

/** One parameter in a line: `room = studio`. A value whose spaces at its ends count stands in quotes. */
export const readQuery = (text: string): Lines<Record<string, string>> => {
  const query = new Map<string, string>();
  for (const line of namedLines(text)) {
    const { number, name, value } = line;
    if (query.has(name)) return { ok: false, problem: twice(line) };
    if (name === '' || value === null)
      return {
        ok: false,
        problem: `Line ${number}: write a parameter and its value, as in room = studio.`,
      };
    query.set(name, unquoted(value) ?? value);
  }
  return { ok: true, value: Object.fromEntries(query) };
};

const spelled = (value: string): string =>
  value.trim() !== value || value.startsWith('"') || value.includes('\n')
    ? JSON.stringify(value)
    : value;

export const writeQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${writtenName(name)} = ${spelled(value)}`)
    .join('\n');
