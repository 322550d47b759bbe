import { useState } from 'react';
import { useCorruptions } from '../../state/mirror-store.ts';
import { Banner } from '../../ui/Banner.tsx';
import { RepairDialog } from './RepairDialog.tsx';

/** Names the stored values that can't be read, one at a time, with the way to repair them. */
export const CorruptionBanner = () => {
  const corruptions = Object.values(useCorruptions());
  const [repairing, setRepairing] = useState<string | null>(null);
  const [first] = corruptions;
  const open = corruptions.find(({ key }) => key === repairing);
  if (!first) return null;
  const count =
    corruptions.length === 1
      ? 'A stored value can’t be read.'
      : `${corruptions.length} stored values can’t be read.`;
  return (
    <>
      <Banner
        headline={count}
        action={
          <button type="button" className="btn" onClick={() => setRepairing(first.key)}>
            Show and repair
          </button>
        }
      >
        <span className="fig">{first.key}</span>: {first.problem}
      </Banner>
      {open && <RepairDialog corruption={open} onClose={() => setRepairing(null)} />}
    </>
  );
};
