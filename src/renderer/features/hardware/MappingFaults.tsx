import { X } from 'lucide-react';
import type { MappingFault } from '#shared/contract/osc-bridge.ts';

const MOST_FAULTS = 20;

interface MappingFaultsProps {
  faults: readonly MappingFault[];
  /** Null where its text is not shown. */
  onGo: ((fault: MappingFault) => void) | null;
}

/** What is wrong in a mapping: each leads to its place in the text. */
export const MappingFaults = ({ faults, onGo }: MappingFaultsProps) => {
  if (faults.length === 0) return null;
  return (
    <ul className="hw-faults" aria-label="Faults in the mapping file">
      {faults.slice(0, MOST_FAULTS).map((fault, at) => {
        const place = `Line ${fault.line}, column ${fault.column}:`;
        return (
          // oxlint-disable-next-line react/no-array-index-key -- two faults may stand at one place
          <li key={at} className="err">
            <X className="i i-14" aria-hidden />
            <span>
              {onGo ? (
                <button type="button" className="link" onClick={() => onGo(fault)}>
                  {place}
                </button>
              ) : (
                <b>{place}</b>
              )}{' '}
              <b>{fault.message}</b> {fault.hint}
              {fault.path !== '' && <span className="mut fig"> {fault.path}</span>}
            </span>
          </li>
        );
      })}
      {faults.length > MOST_FAULTS && (
        <li className="mut">and {faults.length - MOST_FAULTS} more</li>
      )}
    </ul>
  );
};
