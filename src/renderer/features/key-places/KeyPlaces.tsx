import './key-places.css';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useMirror } from '../../state/mirror-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { keysFiring, type Fired } from './key-places.ts';
import { PutOnKey } from './PutOnKey.tsx';
import { takeKeyAway } from './write-layout.ts';

interface KeyPlacesProps {
  fired: Fired;
  /** What a new key says, to begin with. */
  label: string;
}

/** The keys that fire it, on every deck, and the way to put it on one more. */
export const KeyPlaces = ({ fired, label }: KeyPlacesProps) => {
  const layouts = useMirror((mirror) => mirror.layouts);
  const [isPutting, setIsPutting] = useState(false);
  const keys = keysFiring(layouts, fired);
  return (
    <section className="key-places" aria-label="Keys that fire it">
      <header>
        <h2>Keys that fire it</h2>
        <button type="button" className="btn" onClick={() => setIsPutting(true)}>
          <Plus className="i i-14" aria-hidden />
          Put on a key
        </button>
      </header>
      {keys.length === 0 ? (
        <p className="help">No key fires it yet.</p>
      ) : (
        <ul>
          {keys.map((key) => {
            const where = `${key.device_id} ${key.page}/${key.row}/${key.col}`;
            return (
              <li key={where}>
                <span className="cut">{key.label || 'no label'}</span>
                <span className="fig mut cut">{where}</span>
                <IconButton
                  icon={X}
                  label={`Take it off ${where}`}
                  onClick={() => void takeKeyAway(key)}
                />
              </li>
            );
          })}
        </ul>
      )}
      {isPutting && (
        <PutOnKey fired={fired} label={label} onClose={() => setIsPutting(false)} />
      )}
    </section>
  );
};
