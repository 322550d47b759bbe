import { X } from 'lucide-react';
import type { Fault } from '#shared/contract/errors.ts';
import { hintOf } from '../../link/faults.ts';

/** What went wrong with what was just asked, and what to do. */
export const FaultNote = ({ fault }: { fault: Fault }) => (
  <p className="err" role="alert">
    <X className="i i-14" aria-hidden />
    <span>
      {fault.message} {hintOf(fault)}
    </span>
  </p>
);
