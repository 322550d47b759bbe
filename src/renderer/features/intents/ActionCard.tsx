import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronUp,
  Copy,
  Eye,
  EyeOff,
  GripVertical,
  Play,
  Trash2,
} from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { actionName, actionTarget, isPerformed } from '#shared/domain/action-target.ts';
import { useProtocols } from '../../state/mirror-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ActionForm } from './ActionForm.tsx';
import type { DraftProblem } from './draft.ts';
import { shownValue } from './variable-fields.ts';

interface ActionCardProps {
  action: ButtonAction;
  index: number;
  count: number;
  problems: readonly DraftProblem[];
  context: Readonly<Record<string, unknown>>;
  isOpen: boolean;
  isDragged: boolean;
  /** Another one is dragged and can be put here. */
  isOver: boolean;
  onToggle: () => void;
  onChange: (action: ButtonAction) => void;
  onMove: (to: number) => void;
  onDuplicate: () => void;
  onRemove: () => void;
  onTest: () => void;
  onDrag: (index: number | null) => void;
  onDrop: () => void;
}

const SORTS = { camera: 'Camera', hardware: 'Hardware' } as const;

const summary = ({ variables }: ButtonAction): string =>
  Object.entries(variables)
    .map(
      ([name, value], at) =>
        `${at === 0 ? ' · ' : ', '}${name} ${shownValue(value).slice(0, 40)}`,
    )
    .join('');

/** One action: its line, with what can be done to it, and its form where it is open. */
export const ActionCard = (props: ActionCardProps) => {
  const { action, index, count, problems, isOpen, onMove } = props;
  const grip = useRef<HTMLButtonElement>(null);
  const protocol = useProtocols()[action.protocol_name];
  const isOff = action.disabled === true;
  const wrong = problems.filter(({ path }) => path.startsWith(`actions.${index}.`)).length;
  const number = index + 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const list = grip.current?.closest('ol');
    onMove(index + by);
    requestAnimationFrame(() =>
      list?.querySelectorAll<HTMLElement>('.ie-grip')[index + by]?.focus(),
    );
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what is dragged is put here; the arrows do the same
    <li
      className="ie-action"
      data-open={isOpen || undefined}
      data-off={isOff || undefined}
      data-dragged={props.isDragged || undefined}
      data-wrong={wrong > 0 || undefined}
      onDragOver={(event) => {
        if (props.isOver) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
    >
      <div className="ie-action-head">
        <button
          ref={grip}
          type="button"
          className="ie-grip"
          draggable
          aria-label={`Move action ${number}: arrow up or down`}
          title="Drag, or arrow up and down"
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', String(index));
            props.onDrag(index);
          }}
          onDragEnd={() => props.onDrag(null)}
          onKeyDown={onKeyDown}
        >
          <GripVertical className="i i-14" aria-hidden />
        </button>
        <span className="ie-number fig">{number}</span>
        <button
          type="button"
          className="ie-title"
          aria-expanded={isOpen}
          onClick={props.onToggle}
        >
          <b className="cut">{actionName(action) || 'New action'}</b>
          <span className="mut cut">
            {isPerformed(action.action_type)
              ? SORTS[action.action_type]
              : (protocol?.protocol_type.toUpperCase() ?? '–')}
            {action.device_id === '' ? '' : ` · ${actionTarget(action)}`}
            {isOpen ? '' : summary(action)}
          </span>
          {isOpen ? (
            <ChevronUp className="i i-14" aria-hidden />
          ) : (
            <ChevronDown className="i i-14" aria-hidden />
          )}
        </button>
        {isOff && <span className="chip">disabled</span>}
        {wrong > 0 && (
          <span className="chip" data-tone="amber">
            {wrong === 1 ? '1 problem' : `${wrong} problems`}
          </span>
        )}
        <IconButton
          icon={Play}
          label={`Test action ${number}: send it now`}
          onClick={props.onTest}
        />
        <IconButton
          icon={ArrowUp}
          label={`Move action ${number} up`}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        />
        <IconButton
          icon={ArrowDown}
          label={`Move action ${number} down`}
          disabled={index === count - 1}
          onClick={() => onMove(index + 1)}
        />
        <IconButton
          icon={isOff ? EyeOff : Eye}
          label={`${isOff ? 'Enable' : 'Disable'} action ${number}`}
          onClick={() => props.onChange({ ...action, disabled: isOff ? undefined : true })}
        />
        <IconButton
          icon={Copy}
          label={`Duplicate action ${number}`}
          onClick={props.onDuplicate}
        />
        <IconButton icon={Trash2} label={`Delete action ${number}`} onClick={props.onRemove} />
      </div>
      {isOpen && (
        <ActionForm
          action={action}
          index={index}
          problems={problems}
          context={props.context}
          onChange={props.onChange}
        />
      )}
    </li>
  );
};
