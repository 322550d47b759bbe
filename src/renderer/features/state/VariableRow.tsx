/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed by the virtualizer can't be those of a table */
import { Trash2, TriangleAlert } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Variable } from '#shared/contract/variables.ts';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { allowedWords, changedBy, staleAfterMs, variableValueWords } from './variable-words.ts';

interface VariableRowProps {
  variable: Variable;
  /** `15 s` */
  age: string;
  isStale: boolean;
  /** Tab leads there. */
  hasFocus: boolean;
  isChosen: boolean;
  /** Nothing can be written now. */
  isFixed: boolean;
  index: number;
  editor: ReactNode;
  /** A boolean is set at once. */
  onToggle: (variable: Variable) => void;
  onEdit: (variable: Variable) => void;
  onDelete: (variable: Variable) => void;
}

/** Characters: a row shows a line, and a browser takes its time with a megabyte. */
const MOST_SHOWN = 400;

const Value = ({
  variable,
  isFixed,
  hasFocus,
  onToggle,
  onEdit,
}: Pick<VariableRowProps, 'variable' | 'isFixed' | 'hasFocus' | 'onToggle' | 'onEdit'>) => {
  const { name, type, value } = variable;
  if (type === 'boolean')
    return (
      <>
        <button
          type="button"
          role="switch"
          className="st-switch"
          aria-checked={value === true}
          aria-label={name}
          tabIndex={hasFocus ? 0 : -1}
          disabled={isFixed}
          onClick={() => onToggle(variable)}
        >
          <i />
        </button>
        <span className="fig">{String(value)}</span>
      </>
    );
  const words = variableValueWords(variable).slice(0, MOST_SHOWN);
  return (
    <button
      type="button"
      className="st-value fig cut"
      title={words}
      aria-label={`Edit ${name}: ${words.slice(0, 80)}`}
      tabIndex={hasFocus ? 0 : -1}
      onClick={() => onEdit(variable)}
    >
      {words === '' ? <span className="mut">empty</span> : words}
    </button>
  );
};

const Stale = ({ variable, age }: Pick<VariableRowProps, 'variable' | 'age'>) => {
  const seconds = (staleAfterMs(variable) ?? 0) / 1000;
  return (
    <span
      className="chip"
      data-tone="amber"
      title={`Stale: ${variable.name} is to change at least every ${seconds} s (its metadata say so, in stale_after_ms), and did not for ${age}. What stands here may not be so any more.`}
    >
      <TriangleAlert className="i i-14" aria-hidden />
      {age} old
    </span>
  );
};

/** One variable: what it is, what it may be, who set it and when. Drawn again only where it changed. */
export const VariableRow = memo(
  ({
    variable,
    age,
    isStale,
    hasFocus,
    isChosen,
    isFixed,
    index,
    editor,
    onToggle,
    onEdit,
    onDelete,
  }: VariableRowProps) => {
    const { name, type, version, last_updated_at: at, metadata } = variable;
    const by = changedBy(variable);
    const { description } = metadata;
    const about = typeof description === 'string' ? description : undefined;
    return (
      <div
        role="row"
        className="tr st-var"
        tabIndex={hasFocus ? 0 : -1}
        data-name={name}
        data-stale={isStale || undefined}
        data-editing={editor === null ? undefined : true}
        aria-rowindex={index + 2}
        aria-selected={isChosen}
      >
        <span role="rowheader" className="name cut" title={about ?? name}>
          {name}
        </span>
        <span role="gridcell" className="sec cut">
          {type}
        </span>
        <span role="gridcell" className="mut cut st-allowed" title={allowedWords(variable)}>
          {allowedWords(variable)}
        </span>
        <span role="gridcell" className="st-value-cell">
          {editor ?? (
            <Value
              variable={variable}
              isFixed={isFixed}
              hasFocus={hasFocus}
              onToggle={onToggle}
              onEdit={onEdit}
            />
          )}
        </span>
        <span role="gridcell" className="num mut st-ver">
          {version}
        </span>
        <span role="gridcell" className="cut st-by">
          {by === null ? <span className="mut">not known</span> : <OriginLabel origin={by} />}
        </span>
        <span role="gridcell" className="st-at">
          {isStale ? (
            <Stale variable={variable} age={age} />
          ) : (
            <time
              className="fig sec"
              dateTime={at}
              title={`${age} ago · ${dateOf(at)} · ${utcOf(at)}`}
            >
              {timeOf(at).seconds}
            </time>
          )}
        </span>
        <span role="gridcell" className="st-delete">
          <IconButton
            icon={Trash2}
            label={`Delete ${name}`}
            disabled={isFixed}
            isTabStop={hasFocus}
            onClick={() => onDelete(variable)}
          />
        </span>
      </div>
    );
  },
);
VariableRow.displayName = 'VariableRow';
