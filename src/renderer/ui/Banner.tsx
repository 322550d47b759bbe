import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface BannerProps {
  headline: string;
  children?: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

/** A line over the page for what is wrong at this moment. It goes by itself when that is over. */
export const Banner = ({ headline, children, action }: BannerProps) => (
  <div className="banner">
    <TriangleAlert className="i" aria-hidden />
    <p>
      <b>{headline}</b>
      <span className="sec">{children}</span>
    </p>
    {action}
  </div>
);
