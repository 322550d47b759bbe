import { Plus, X } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Pair } from './protocol-form.ts';

interface PairsFieldProps {
  /** `header`, `query parameter`. */
  what: string;
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
  problems: readonly string[];
}

/** Names with values: headers, or what follows the question mark. */
export const PairsField = ({ what, pairs, onChange, problems }: PairsFieldProps) => {
  const change = (at: number, part: Partial<Pair>): void =>
    onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...part } : pair)));
  return (
    <div className="pr-pairs">
      {pairs.map((pair, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a pair has no name but what is typed
        <div key={at} className="pr-pair">
          <input
            className="in fig"
            aria-label={`Name of ${what} ${at + 1}`}
            value={pair.name}
            spellCheck={false}
            onChange={(event) => change(at, { name: event.target.value })}
          />
          <input
            className="in fig"
            aria-label={`Value of ${what} ${at + 1}`}
            value={pair.value}
            spellCheck={false}
            onChange={(event) => change(at, { value: event.target.value })}
          />
          <IconButton
            icon={X}
            label={`Remove ${what} ${pair.name || at + 1}`}
            onClick={() => onChange(pairs.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      {problems.map((problem) => (
        <p key={problem} className="err">
          {problem}
        </p>
      ))}
      <button
        type="button"
        className="btn"
        data-kind="quiet"
        onClick={() => onChange([...pairs, { name: '', value: '' }])}
      >
        <Plus className="i i-14" aria-hidden />
        Add a {what}
      </button>
    </div>
  );
};
