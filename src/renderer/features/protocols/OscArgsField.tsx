import { Plus, X } from 'lucide-react';
import { OscTypeSchema, type OscType } from '#shared/contract/protocol.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { ProtocolForm } from './protocol-form.ts';

const WORDS: Record<OscType, string> = {
  i: 'i · whole number, 32 bits',
  f: 'f · number, 32 bits',
  s: 's · text',
  b: 'b · bytes, base64',
  h: 'h · whole number, 64 bits',
  d: 'd · number, 64 bits',
  T: 'T · true',
  F: 'F · false',
};

type Args = ProtocolForm['oscArgs'];

interface OscArgsFieldProps {
  args: Args;
  onChange: (args: Args) => void;
  problems: readonly string[];
}

/** The typed arguments of an OSC message, in their order. */
export const OscArgsField = ({ args, onChange, problems }: OscArgsFieldProps) => {
  const change = (at: number, part: Partial<Args[number]>): void =>
    onChange(args.map((arg, index) => (index === at ? { ...arg, ...part } : arg)));
  return (
    <div className="pr-pairs">
      {args.map((arg, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the place of an argument is what it is
        <div key={at} className="pr-pair">
          <select
            className="pick"
            aria-label={`Type of argument ${at + 1}`}
            value={arg.type}
            onChange={(event) => change(at, { type: OscTypeSchema.parse(event.target.value) })}
          >
            {OscTypeSchema.options.map((type) => (
              <option key={type} value={type}>
                {WORDS[type]}
              </option>
            ))}
          </select>
          <input
            className="in fig"
            aria-label={`Value of argument ${at + 1}`}
            value={arg.value}
            disabled={arg.type === 'T' || arg.type === 'F'}
            spellCheck={false}
            onChange={(event) => change(at, { value: event.target.value })}
          />
          <IconButton
            icon={X}
            label={`Remove argument ${at + 1}`}
            onClick={() => onChange(args.filter((_, index) => index !== at))}
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
        onClick={() => onChange([...args, { type: 'i', value: '' }])}
      >
        <Plus className="i i-14" aria-hidden />
        Add an argument
      </button>
    </div>
  );
};
