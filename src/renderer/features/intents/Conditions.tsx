import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Conditions as Query } from '#shared/contract/policy.ts';
import { isSameJson } from '#shared/domain/field-conflicts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { CLAUSE_OPERATORS, clausesOf, conditionsOf, type Clause } from './clauses.ts';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface ConditionsProps {
  conditions: Query | null | undefined;
  problem: string | null;
  /** What would keep it from running now; null where nothing does. */
  unmet: string | null;
  onChange: (conditions: Query | null) => void;
}

const FIELDS = [
  'context.scene',
  'context.origin',
  'variables.page',
  'device.device_id',
  'device.health',
  'button.state',
  'button.press_count',
  '{var:name}',
];

const isQuery = (value: unknown): value is Query =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): Query | null | undefined => {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return isQuery(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const textOf = (conditions: Query | null | undefined): string =>
  conditions ? JSON.stringify(conditions, null, 2) : '';

const AsText = ({ conditions, problem, onChange }: Omit<ConditionsProps, 'unmet'>) => {
  const [typed, setTyped] = useState(() => ({ text: textOf(conditions), of: conditions }));
  // An undo changed it, or somebody else did.
  if (!isSameJson(typed.of ?? null, conditions ?? null))
    setTyped({ text: textOf(conditions), of: conditions });
  const { text } = typed;
  const isWrong = parsed(text) === undefined;
  return (
    <TextField
      label="Conditions as JSON"
      rows={5}
      value={text}
      placeholder='{"scene": "talk"}'
      problem={isWrong ? 'Type an object in JSON, like {"scene": "talk"}.' : problem}
      onChange={(next) => {
        const value = parsed(next);
        setTyped({ text: next, of: value === undefined ? conditions : value });
        if (value !== undefined) onChange(value);
      }}
    />
  );
};

const complete = (lines: readonly Clause[]): Query | null =>
  conditionsOf(lines.filter(({ field }) => field.trim() !== ''));

/** A line being typed has no field yet, which no query can say: so lines are kept beside it. */
const AsClauses = ({
  conditions,
  onChange,
}: Pick<ConditionsProps, 'conditions' | 'onChange'>) => {
  const [kept, keep] = useState<Clause[]>(() => clausesOf(conditions) ?? []);
  const isSame = JSON.stringify(complete(kept)) === JSON.stringify(conditions ?? null);
  const lines = isSame ? kept : (clausesOf(conditions) ?? []);
  const set = (next: Clause[]): void => {
    keep(next);
    onChange(complete(next));
  };
  return (
    <>
      {lines.map((clause, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- their order is what they are
        <div key={index} className="ie-clause">
          <TextField
            label={index === 0 ? 'Fact' : 'and'}
            kind="figure"
            value={clause.field}
            names={FIELDS}
            onChange={(field) => set(lines.with(index, { ...clause, field }))}
          />
          <div className="f">
            <label htmlFor={`clause-${index}`}>How</label>
            <select
              id={`clause-${index}`}
              className="in"
              value={clause.operator}
              onChange={(event) => {
                const chosen = CLAUSE_OPERATORS.find(
                  ({ operator }) => operator === event.target.value,
                );
                if (!chosen) return;
                const value = chosen.operator === '$exists' ? 'true' : clause.value;
                set(lines.with(index, { ...clause, operator: chosen.operator, value }));
              }}
            >
              {CLAUSE_OPERATORS.map(({ operator, words }) => (
                <option key={operator} value={operator}>
                  {words}
                </option>
              ))}
            </select>
          </div>
          <TextField
            label="Value"
            kind="figure"
            value={clause.value}
            onChange={(value) => set(lines.with(index, { ...clause, value }))}
          />
          <IconButton
            icon={X}
            label={`Take clause ${index + 1} away`}
            onClick={() => set(lines.toSpliced(index, 1))}
          />
        </div>
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => set([...lines, { field: '', operator: '$eq', value: '' }])}
      >
        <Plus className="i i-14" aria-hidden />
        Clause
      </button>
    </>
  );
};

/** When the intent runs: lines that all have to hold, or the query as text. */
export const Conditions = ({ conditions, problem, unmet, onChange }: ConditionsProps) => {
  const isSimple = clausesOf(conditions) !== null;
  const [mode, setMode] = useState<'clauses' | 'text'>(isSimple ? 'clauses' : 'text');
  const shown = isSimple ? mode : 'text';
  return (
    <section className="ie-part" aria-label="Conditions">
      <div className="ie-part-head">
        <h2>Only when</h2>
        <span className="sec">
          {conditions
            ? unmet === null
              ? 'all of these hold; fired now, it would run'
              : `fired now, it would be skipped: ${unmet}`
            : 'always'}
        </span>
        <span className="grow" />
        <Choice
          label="How the conditions are written"
          isQuiet
          value={shown}
          options={[
            { value: 'clauses', words: 'Clauses' },
            { value: 'text', words: 'Text' },
          ]}
          onChange={setMode}
        />
      </div>
      {!isSimple && (
        <p className="help">It says more than clauses can: it is changed as text.</p>
      )}
      {shown === 'text' ? (
        <AsText conditions={conditions} problem={problem} onChange={onChange} />
      ) : (
        <>
          <AsClauses conditions={conditions} onChange={onChange} />
          {problem !== null && <p className="err">{problem}</p>}
        </>
      )}
    </section>
  );
};
