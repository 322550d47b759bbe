import { create } from 'zustand';
import { NO_FILTER, type TakeFilter } from './filter-takes.ts';

interface TakesView {
  filter: TakeFilter;
  /** The key of the take that is selected in the list. */
  selected: string | null;
  /** Somebody is on the way back from it. */
  isReturning: boolean;
}

/** How the list was left: it is the same when one comes back from a take. */
export const useTakesView = create<TakesView>(() => ({
  filter: NO_FILTER,
  selected: null,
  isReturning: false,
}));

export const selectTake = (selected: string): void => useTakesView.setState({ selected });

/** Who leaves a take for the list finds its line there, with the focus on it. */
export const returnToList = (): void => useTakesView.setState({ isReturning: true });

export const changeFilter = (change: Partial<TakeFilter>): void =>
  useTakesView.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
