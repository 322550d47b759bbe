import { create } from 'zustand';
import { NO_FILTER, type TakeFilter } from './filter-takes.ts';

interface TakesView {
  filter: TakeFilter;
  /** The key of the take that is selected in the list. */
  selected: string | null;
}

/** How the list was left: it is the same when one comes back from a take. */
export const useTakesView = create<TakesView>(() => ({ filter: NO_FILTER, selected: null }));

export const selectTake = (selected: string): void => useTakesView.setState({ selected });

export const changeFilter = (change: Partial<TakeFilter>): void =>
  useTakesView.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
