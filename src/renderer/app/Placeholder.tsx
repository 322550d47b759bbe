import type { ReactNode } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PAGES } from './pages.ts';

interface Promised {
  will: string;
  until: ReactNode;
}

const PROMISED: Record<string, Promised> = {
  '/agents': {
    will: 'Software that asks for intents, watched while it works: what it wants to do, held for your yes or no, and one switch that stops it.',
    until: (
      <>
        requests over REST are listed with their token’s name in the Control room and in Audit.
      </>
    ),
  },
};

/** A page that is still to come: what it will do, and how the same is done until then. */
export const Placeholder = ({ path }: { path: string }) => {
  const page = PAGES.find((entry) => entry.path === path);
  const promised = PROMISED[path];
  if (!page || !promised) return null;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{page.name}</h1>
      </div>
      <EmptyState
        icon={page.icon}
        title="Comes with a later release"
        until={<>Until then: {promised.until}</>}
      >
        <p>{promised.will}</p>
      </EmptyState>
    </div>
  );
};
