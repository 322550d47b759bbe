import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  /** How the same is done until this page does it. */
  until?: ReactNode;
}

/** A page or pane with nothing on it: what it is for, and what to do now. */
export const EmptyState = ({ icon: Icon, title, children, until }: EmptyStateProps) => (
  <div className="empty">
    <Icon className="i" aria-hidden />
    <h2>{title}</h2>
    {children}
    {until !== undefined && <p className="until">{until}</p>}
  </div>
);
