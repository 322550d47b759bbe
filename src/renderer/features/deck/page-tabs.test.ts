import { describe, expect, it } from 'vitest';
import { pageTabs } from './page-tabs.ts';

const layout = {
  device_id: 'studio',
  pages: [
    { page: 1, name: 'Show', keys: [] },
    { page: 3, name: 'Audio', keys: [] },
  ],
};

describe('pageTabs', () => {
  it('names pages from the layout and counts the others', () => {
    expect(pageTabs(layout, 3, 1)).toEqual([
      { page: 1, name: 'Show' },
      { page: 2, name: '' },
      { page: 3, name: 'Audio' },
    ]);
  });
  it('shows the pages around the current one when there are very many', () => {
    expect(pageTabs(layout, 999, 500).map(({ page }) => page)).toEqual([
      1, 3, 498, 499, 500, 501, 502,
    ]);
  });
  it('works without a layout', () => {
    expect(pageTabs(undefined, 2, 1)).toEqual([
      { page: 1, name: '' },
      { page: 2, name: '' },
    ]);
  });
});
