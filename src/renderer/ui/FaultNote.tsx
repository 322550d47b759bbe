import { X } from 'lucide-react';

/** What went wrong with what was just asked, and what to do. Read out at once. */
export const FaultNote = ({ message, hint }: { message: string; hint: string | null }) => (
  <p className="err" role="alert">
    <X className="i i-14" aria-hidden />
    <span>
      {message} {hint}
    </span>
  </p>
);
