import { useLocation } from 'wouter';
import { GuardSchema } from '#shared/contract/policy.ts';
import { Field } from './Field.tsx';
import { problemAt } from './draft-problems.ts';
import type { MacroDraft } from './draft.ts';
import { StoredMacro } from './StoredMacro.tsx';
import type { MacroEdit } from './use-macro-draft.ts';

const GUARDS = [
  { value: 'none', words: 'None: it runs at once' },
  { value: 'confirm', words: 'Confirm: answer a question' },
  { value: 'arm', words: 'Arm: press twice within 3 s' },
  { value: 'hold', words: 'Hold: keep the key down' },
] as const;

const HOLD = /^hold\((.*)\)$/;

interface MacroFormProps {
  draft: MacroDraft;
  macroEdit: MacroEdit;
}

const GuardField = ({ draft, macroEdit: { edit, problems } }: MacroFormProps) => {
  const held = HOLD.exec(draft.guard)?.[1];
  const set = (guard: string): void => edit((before) => ({ ...before, guard }));
  return (
    <>
      <div className="f">
        <label htmlFor="macro-guard">Guard</label>
        <select
          id="macro-guard"
          className="in"
          value={held === undefined ? draft.guard : 'hold'}
          onChange={(event) => {
            const { value } = event.target;
            set(value === 'hold' ? 'hold(800)' : value);
          }}
        >
          {GUARDS.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
      {held !== undefined && (
        <Field
          label="Hold for"
          unit="ms"
          kind="figure"
          value={held}
          problem={
            problemAt(problems, 'guard') &&
            (GuardSchema.safeParse(draft.guard).success
              ? null
              : 'Milliseconds from 10 to 99999.')
          }
          onChange={(ms) => set(`hold(${ms.trim()})`)}
        />
      )}
    </>
  );
};

/** What a macro is called, what guards it, and what its steps can take from it. */
export const MacroForm = ({ draft, macroEdit }: MacroFormProps) => {
  const { stored, isChanged, edit, problems } = macroEdit;
  const [, go] = useLocation();
  const at = (name: string): string | null => problemAt(problems, name);
  const set = (change: Partial<MacroDraft>): void =>
    edit((before) => ({ ...before, ...change }));
  return (
    <div className="m-form">
      <Field
        label="Name"
        value={draft.macro_name}
        problem={at('macro_name')}
        onChange={(macro_name) => set({ macro_name })}
      />
      <Field
        label="Id"
        kind="figure"
        value={draft.macro_id}
        problem={at('macro_id')}
        help={
          stored
            ? 'Keys and agents call it by this. Rename it below: what runs it follows.'
            : 'Keys and agents call it by this.'
        }
        isFixed={stored !== undefined}
        onChange={(macro_id) => set({ macro_id })}
      />
      <Field
        label="What it is for"
        value={draft.description}
        problem={at('description')}
        onChange={(description) => set({ description })}
      />
      <GuardField draft={draft} macroEdit={macroEdit} />
      <Field
        label="Variables with their defaults"
        kind="json"
        placeholder='{"scene": "news"}'
        value={draft.variables}
        problem={at('variables')}
        help="Steps take them as {scene}; who runs the macro may give others."
        onChange={(variables) => set({ variables })}
      />
      {stored && <StoredMacro macro={stored} draft={draft} isChanged={isChanged} go={go} />}
    </div>
  );
};
