import type { ReactNode } from 'react';

interface ScrollRegionProps {
  className: string;
  label: string;
  children: ReactNode;
}

/** A part of the page that scrolls by itself, and can be reached and scrolled with the keyboard. */
export const ScrollRegion = ({ className, label, children }: ScrollRegionProps) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it the keyboard can't scroll what holds no control
  <section className={className} tabIndex={0} aria-label={label}>
    {children}
  </section>
);
