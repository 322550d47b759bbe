import type { Intent } from '#shared/contract/intent.ts';
import { problemAt, type DraftProblem } from './draft.ts';
import { Choice } from '../../ui/Choice.tsx';
import { NumberField } from './Field.tsx';

type GuardKind = 'none' | 'hold' | 'arm' | 'confirm';
type Mode = NonNullable<Intent['mode']>;

const HOLD = /^hold\((\d+)\)$/;
const USUAL_HOLD_MS = 800;

const GUARDS: readonly { value: GuardKind; words: string; help: string }[] = [
  { value: 'none', words: 'None', help: 'It runs at once.' },
  { value: 'hold', words: 'Hold', help: 'The key is kept down. Agents ask you first.' },
  { value: 'arm', words: 'Arm', help: 'Pressed twice within 3 s. Agents ask you first.' },
  { value: 'confirm', words: 'Confirm', help: 'A question is answered. Agents ask you first.' },
];

const MODES: readonly { value: Mode; words: string; help: string }[] = [
  { value: 'single', words: 'Refuse', help: 'The key says that it is still running.' },
  { value: 'restart', words: 'Restart', help: 'The former one is cancelled.' },
  { value: 'queued', words: 'Queue', help: 'It runs once the former one has ended.' },
  { value: 'parallel', words: 'Both', help: 'It runs at once, beside the former one.' },
];

const kindOf = (guard: string): GuardKind => {
  if (HOLD.test(guard) || guard.startsWith('hold')) return 'hold';
  return GUARDS.find(({ value }) => value === guard)?.value ?? 'none';
};

interface PolicyProps {
  intent: Intent;
  problems: readonly DraftProblem[];
  onChange: (change: Pick<Intent, 'guard' | 'mode'>) => void;
}

/** What a press must do, and what a second one does. */
export const Policy = ({ intent, problems, onChange }: PolicyProps) => {
  const guard = intent.guard ?? 'none';
  const kind = kindOf(guard);
  const mode = intent.mode ?? 'parallel';
  const setGuard = (next: GuardKind): void =>
    onChange({
      guard: next === 'none' ? undefined : next === 'hold' ? `hold(${USUAL_HOLD_MS})` : next,
      mode: intent.mode,
    });
  return (
    <section className="ie-part ie-policy" aria-label="Guard and repeated presses">
      <div>
        <Choice label="Guard" value={kind} options={GUARDS} onChange={setGuard} />
        <p className="help">{GUARDS.find(({ value }) => value === kind)?.help}</p>
        {kind === 'hold' && (
          <NumberField
            label="Hold for"
            unit="ms"
            value={Number(HOLD.exec(guard)?.[1] ?? 0)}
            problem={
              problemAt(problems, 'guard') === null ? null : 'Milliseconds from 10 to 99999.'
            }
            onChange={(ms) => onChange({ guard: `hold(${ms ?? 0})`, mode: intent.mode })}
          />
        )}
      </div>
      <div>
        <Choice
          label="Pressed again while it runs"
          value={mode}
          options={MODES}
          onChange={(next) => onChange({ guard: intent.guard, mode: next })}
        />
        <p className="help">{MODES.find(({ value }) => value === mode)?.help}</p>
      </div>
    </section>
  );
};
