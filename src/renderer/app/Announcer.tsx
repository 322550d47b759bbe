import { useAnnouncement } from '../state/announcer.ts';

/** The one voice for screen readers. */
export const Announcer = () => (
  <output className="sr" aria-live="polite">
    {useAnnouncement(({ text }) => text)}
  </output>
);
