import { describe, expect, test } from 'vitest';
import {
  conditionProblems,
  sessionVariablesOf,
  unmetClause,
  type Facts,
} from './conditions.ts';

const facts = (change: Partial<Facts> = {}): Facts => ({
  context: { scene: 'rehearsal', takes: [1, 2, 3], crew: [{ role: 'td', on: true }] },
  variables: { page: 1 },
  device: { device_id: 'studio_main', metadata: { room: 'A' } },
  button: { state: 'idle', press_count: 3 },
  ...change,
});

const fieldsIn = (conditions: unknown): string[] =>
  conditionProblems(conditions).map(({ field }) => field);

/** Checked as at save time, then judged. */
const unmet = (conditions: Record<string, unknown>, known = facts()): string | null => {
  expect(conditionProblems(conditions)).toEqual([]);
  return unmetClause(conditions, known);
};

describe('what holds', () => {
  test.each<Record<string, unknown>>([
    {},
    { scene: 'rehearsal' },
    { 'context.scene': 'rehearsal' },
    { 'button.press_count': 3, 'device.metadata.room': 'A', 'variables.page': 1 },
    { scene: { $in: ['broadcast', 'rehearsal'] } },
    { scene: { $ne: 'broadcast', $exists: true, $type: 'string' } },
    { 'button.press_count': { $gte: 3, $lt: 4, $mod: [2, 1] } },
    {
      $or: [
        { scene: 'broadcast' },
        { $and: [{ scene: 'rehearsal' }, { 'variables.page': 1 }] },
      ],
    },
    { $nor: [{ scene: 'broadcast' }, { $not: { scene: 'rehearsal' } }] },
    { $not: { scene: 'broadcast' } },
    { scene: { $not: { $in: ['broadcast'] } } },
    { takes: 2 },
    { takes: [1, 2, 3] },
    { takes: { $size: 3, $all: [1, 3], $nin: [9] } },
    { takes: { $elemMatch: { $gt: 2, $lt: 4 } } },
    { crew: { $elemMatch: { role: 'td', on: true } } },
    { 'crew.0.role': 'td' },
    { device: { device_id: 'studio_main', metadata: { room: 'A' } } },
    { missing: null },
    { missing: { $exists: false } },
  ])('%j', (conditions) => {
    expect(unmet(conditions)).toBeNull();
  });

  test('a name that only begins like a fact is a field of the context', () => {
    expect(unmet({ device_name: 'x' }, facts({ context: { device_name: 'x' } }))).toBeNull();
  });

  test('without a device, its fields are absent', () => {
    expect(unmet({ 'device.device_id': null }, facts({ device: null }))).toBeNull();
  });
});

describe('what does not hold is said in words', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ scene: 'broadcast' }, 'context.scene is "rehearsal", needs "broadcast"'],
    [{ 'button.press_count': { $lt: 3 } }, 'button.press_count is 3, needs $lt 3'],
    [
      { 'button.press_count': { $gt: 3, $lt: 9 } },
      'button.press_count is 3, needs $gt 3 and $lt 9',
    ],
    [{ missing: 'x' }, 'context.missing is not given, needs "x"'],
    [{ scene: 'rehearsal', takes: { $size: 1 } }, 'context.takes is [1,2,3], needs $size 1'],
    [{ 'crew.role': 'audio' }, 'context.crew.role is [{"role":"td","on":true}], needs "audio"'],
    [
      { $or: [{ scene: 'a' }, { scene: 'b' }] },
      '$or [{"context.scene":"a"},{"context.scene":"b"}] does not hold',
    ],
    [
      { toString: 1 },
      "conditions.toString can't be judged: toString can't be the name of a field.",
    ],
  ])('%j', (conditions, words) => {
    expect(unmetClause(conditions, facts())).toBe(words);
  });

  test('a long value is cut', () => {
    const long = facts({ context: { scene: 'x'.repeat(500) } });
    expect(unmetClause({ scene: 'y' }, long)?.length).toBeLessThan(150);
  });

  test('a value that is no JSON is told, not thrown', () => {
    const odd = facts({ context: { n: 3n } });
    expect(unmetClause({ n: { $mod: [2, 1] } }, odd)).toBe(
      "context.n can't be judged: a fact is not plain JSON",
    );
  });

  test('a stored query that runs code or has a pattern is never met, and nothing runs', () => {
    const code = { $where: 'globalThis.ran = true; return true' };
    expect(unmetClause(code, facts())).toMatch(/^conditions\.\$where can't be judged/);
    expect('ran' in globalThis).toBe(false);
    expect(unmetClause({ scene: { $regex: '(a+)+$' } }, facts())).toMatch(/\$regex/);
  });

  test('one object judges new facts each time', () => {
    const conditions = { scene: 'broadcast' };
    expect(unmetClause(conditions, facts())).not.toBeNull();
    expect(unmetClause(conditions, facts({ context: { scene: 'broadcast' } }))).toBeNull();
    expect(unmetClause(conditions, facts())).not.toBeNull();
  });
});

describe('what is refused at save', () => {
  test.each<[unknown, string]>([
    [null, 'conditions'],
    [[], 'conditions'],
    [{ $where: 'true' }, 'conditions.$where'],
    [{ $expr: {} }, 'conditions.$expr'],
    [{ scene: { $regex: 'a' } }, 'conditions.scene.$regex'],
    [{ scene: { $not: { $regex: 'a' } } }, 'conditions.scene.$not.$regex'],
    [{ scene: { $options: 'i' } }, 'conditions.scene.$options'],
    [{ scene: { name: { $function: 'x' } } }, 'conditions.scene.name.$function'],
    [{ scene: { $in: [{ $where: 'true' }] } }, 'conditions.scene.$in[0].$where'],
    [{ scene: /a/ }, 'conditions.scene'],
    [{ scene: new Date(0) }, 'conditions.scene'],
    [{ scene: undefined }, 'conditions.scene'],
    [{ scene: Number.NaN }, 'conditions.scene'],
    [{ scene: { $eq: () => true } }, 'conditions.scene.$eq'],
    [{ scene: { $gt: {} } }, 'conditions.scene.$gt'],
    [{ scene: { $in: 'a' } }, 'conditions.scene.$in'],
    [{ scene: { $size: -1 } }, 'conditions.scene.$size'],
    [{ scene: { $mod: [0, 1] } }, 'conditions.scene.$mod'],
    [{ scene: { $type: 'regex' } }, 'conditions.scene.$type'],
    [{ scene: { $exists: 1 } }, 'conditions.scene.$exists'],
    [{ scene: { $elemMatch: 1 } }, 'conditions.scene.$elemMatch'],
    [{ scene: { $all: [] } }, 'conditions.scene.$all'],
    [{ scene: { $gt: 1, name: 2 } }, 'conditions.scene.name'],
    [{ scene: { $or: [{ $gt: 1 }] } }, 'conditions.scene.$or'],
    [{ $gt: 1 }, 'conditions.$gt'],
    [{ $or: [] }, 'conditions.$or'],
    [{ $or: [{ scene: 1 }, 'x'] }, 'conditions.$or[1]'],
    [{ $and: { scene: 1 } }, 'conditions.$and'],
    [{ $Size: 1 }, 'conditions.$Size'],
    [JSON.parse('{"__proto__": 1}'), 'conditions.__proto__'],
    [{ 'context.constructor.name': 'x' }, 'conditions.context.constructor.name'],
    [{ scene: { constructor: null } }, 'conditions.scene.constructor'],
  ])('%j', (conditions, field) => {
    const problems = conditionProblems(conditions);
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.message).toMatch(/^\S.*\.$/);
  });

  test('every unknown operator is named', () => {
    expect(fieldsIn({ $where: '1', scene: { $regex: 'a' }, $or: [{ $text: 1 }] })).toEqual([
      'conditions.$where',
      'conditions.scene.$regex',
      'conditions.$or[0].$text',
    ]);
  });

  test('depth and size have an end', () => {
    const nested = (levels: number): Record<string, unknown> =>
      levels === 0 ? { scene: 1 } : { $not: nested(levels - 1) };
    expect(conditionProblems(nested(18))).toEqual([]);
    expect(conditionProblems(nested(19))).toEqual([]);
    expect(conditionProblems(nested(5000))).toHaveLength(1);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`n${i}`, i]));
    expect(conditionProblems(wide)).toEqual([
      { field: 'conditions', message: 'Use at most 200 clauses.' },
    ]);
    expect(conditionProblems({ scene: { $in: Object.keys(wide) } })).toHaveLength(1);
  });

  test('a step names its own place', () => {
    expect(conditionProblems({ $where: '' }, 'steps[2].conditions')[0]?.field).toBe(
      'steps[2].conditions.$where',
    );
  });
});

test('whatever is let through can be compiled and judged', () => {
  const operands = [
    1,
    'a',
    null,
    [1],
    ['a', null],
    { a: 1 },
    { $gt: 1 },
    [{ $gt: 1 }],
    [{ a: 1 }],
  ];
  const operators =
    '$eq $ne $gt $in $nin $exists $and $or $nor $not $all $size $elemMatch $mod';
  for (const operator of operators.split(' '))
    for (const operand of operands)
      for (const conditions of [
        { scene: { [operator]: operand } },
        { scene: { $not: { [operator]: operand } } },
        { crew: { $elemMatch: { [operator]: operand } } },
        { [operator]: operand },
      ]) {
        if (conditionProblems(conditions).length > 0) continue;
        expect(unmetClause(conditions, facts()) ?? '').not.toContain("can't be judged");
      }
});

describe('variables of the session', () => {
  const session = {
    'var:level': 0.5,
    'var:scene': 'rehearsal',
    'var:show.mode': { deep: { on: true }, list: ['a', 'b'] },
    'var:allowed': ['rehearsal', 'talk'],
    'var:query': { $ne: 'rehearsal' },
    'var:constructor': 1,
  };
  const known = facts({ session });

  test.each<Record<string, unknown>>([
    { '{var:level}': 0.5 },
    { '{var:level}': { $gt: 0.4, $lte: 0.5 } },
    { '{var:show.mode}.deep.on': true, '{var:show.mode}.list': 'b' },
    { '{var:constructor}': 1 },
    { scene: '{var:scene}' },
    { scene: { $in: ['{var:scene}', 'x'] } },
    { scene: { $in: '{var:allowed}' } },
    { scene: { $not: { $ne: '{var:scene}' } } },
    { takes: { $elemMatch: { $gt: '{var:level}' } } },
    { crew: { $elemMatch: { role: 'td', on: { $ne: '{var:level}' } } } },
    { 'variables.page': { $gt: '{var:level}' } },
    { '{var:level}': '{var:level}' },
    { $or: [{ '{var:none}': 1 }, { '{var:level}': 0.5 }] },
    { '{var:none}': { $exists: false } },
    { '{var:none}': null },
    // What a variable holds is a value, and never a query.
    { scene: { $ne: '{var:query}' } },
  ])('%j holds', (conditions) => {
    expect(unmet(conditions, known)).toBeNull();
  });

  test.each<[Record<string, unknown>, string]>([
    [{ '{var:level}': { $gt: 0.5 } }, '{var:level} is 0.5, needs $gt 0.5'],
    [{ '{var:none}': 1 }, '{var:none} is not in the session, needs 1'],
    [{ '{var:none}': { $ne: 1 } }, '{var:none} is not in the session, needs $ne 1'],
    [{ '{var:show.mode}.deep.on': false }, '{var:show.mode}.deep.on is true, needs false'],
    [{ scene: '{var:none}' }, "context.scene can't be judged: the session has no none"],
    [{ scene: '{var:query}' }, 'context.scene is "rehearsal", needs "{var:query}"'],
    [
      { scene: { $in: '{var:level}' } },
      "context.scene can't be judged: {var:level} is no list",
    ],
    [
      { scene: { $gt: '{var:query}' } },
      "context.scene can't be judged: {var:query} is neither a number nor a text",
    ],
    [
      { $or: [{ '{var:none}': 1 }, { '{var:level}': 1 }] },
      '$or [{"{var:none}":1},{"{var:level}":1}] does not hold: the session has no none',
    ],
  ])('%j is said', (conditions, words) => {
    expect(unmet(conditions, known)).toBe(words);
  });

  test.each<[unknown, string]>([
    [{ '{var:a b}': 1 }, 'conditions.{var:a b}'],
    [{ '{var:a': 1 }, 'conditions.{var:a'],
    [{ scene: '{var:}' }, 'conditions.scene'],
    [{ scene: 'at {var:level}' }, 'conditions.scene'],
    [{ scene: { name: '{var:level}' } }, 'conditions.scene.name'],
    [{ scene: { $mod: ['{var:level}', 0] } }, 'conditions.scene.$mod'],
    [{ crew: { $elemMatch: { '{var:level}': 1 } } }, 'conditions.crew.$elemMatch.{var:level}'],
  ])('%j is refused at save', (conditions, field) => {
    expect(fieldsIn(conditions)).toEqual([field]);
  });

  test('a query says which it needs, each once', () => {
    expect(
      sessionVariablesOf({
        '{var:a}.x': 1,
        scene: { $in: ['{var:b}', '{var:a}'] },
        $or: [{ '{var:c.d}': { $not: { $gt: '{var:e}' } } }],
      }),
    ).toEqual(['a', 'b', 'c.d', 'e']);
    expect(sessionVariablesOf({ scene: 'var:a' })).toEqual([]);
  });
});
