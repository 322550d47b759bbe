import { Check, X } from 'lucide-react';
import type { TakeListing } from '#shared/contract/take-view.ts';
import { choicesOf, verdictCounts } from './filter-takes.ts';
import { changeFilter, useTakesView } from './takes-store.ts';
import { Select } from '../../../ui/Select.tsx';

interface PickProps {
  label: string;
  all: string;
  choices: string[];
  chosen: string | null;
  onChoose: (choice: string | null) => void;
}

const Pick = ({ label, all, choices, chosen, onChoose }: PickProps) => (
  <Select
    aria-label={label}
    value={chosen ?? ''}
    onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
  >
    <option value="">{all}</option>
    {choices.map((choice) => (
      <option key={choice}>{choice}</option>
    ))}
  </Select>
);

/** Which takes are shown: by session, camera and verdict. */
export const TakesBar = ({ takes }: { takes: TakeListing[] }) => {
  const filter = useTakesView((view) => view.filter);
  const counts = verdictCounts(takes, filter);
  return (
    <>
      <Pick
        label="Show the session"
        all="All sessions"
        choices={choicesOf(takes, 'session_prefix', filter.session)}
        chosen={filter.session}
        onChoose={(session) => changeFilter({ session })}
      />
      <Pick
        label="Show the camera"
        all="All cameras"
        choices={choicesOf(takes, 'camera', filter.camera)}
        chosen={filter.camera}
        onChoose={(camera) => changeFilter({ camera })}
      />
      <span className="grow" />
      <fieldset className="take-verdicts" aria-label="Show only">
        {(['PASS', 'FAIL'] as const).map((verdict) => (
          <button
            key={verdict}
            type="button"
            className="chip"
            data-verdict={verdict}
            aria-pressed={filter.verdict === verdict}
            aria-label={`${counts[verdict]} ${verdict === 'PASS' ? 'pass' : 'fail'}`}
            title={filter.verdict === verdict ? 'Show all' : `Show only ${verdict}`}
            onClick={() =>
              changeFilter({ verdict: filter.verdict === verdict ? null : verdict })
            }
          >
            {verdict === 'PASS' ? (
              <Check className="i i-14" aria-hidden />
            ) : (
              <X className="i i-14" aria-hidden />
            )}
            <span className="fig">{counts[verdict]}</span>
            {verdict === 'PASS' ? 'pass' : 'fail'}
          </button>
        ))}
      </fieldset>
    </>
  );
};
