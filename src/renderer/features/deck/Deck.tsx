import './deck.css';
import './key.css';
import './hotkey-map.css';
import { useCallback, useEffect } from 'react';
import type { Device } from '#shared/contract/device.ts';
import { useLayout, usePanic } from '../../state/mirror-store.ts';
import { showPage, useSurfacePage } from '../../state/surface.ts';
import { DeckBar } from './DeckBar.tsx';
import { layoutPage } from './deck-keys.ts';
import { DeckGrid } from './DeckGrid.tsx';
import { disarmAll } from './press-key.ts';
import { usePageSwipe } from './use-page-swipe.ts';

/** A device's surface: its pages, and the keys of the one that is shown. */
export const Deck = ({ device }: { device: Device }) => {
  const layout = useLayout(device.device_id);
  const page = useSurfacePage(device.page_count);
  const turn = useCallback(
    (by: number) => showPage(Math.min(device.page_count, Math.max(1, page + by))),
    [device.page_count, page],
  );
  const swipe = usePageSwipe(turn);
  const engaged = usePanic()?.engaged === true;
  useEffect(() => {
    if (engaged) disarmAll();
  }, [engaged]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a swipe adds to the tabs and to PageUp and PageDown
    <section className="pane deck-pane" aria-label="Deck" {...swipe}>
      <DeckBar device={device} layout={layout} page={page} />
      <DeckGrid device={device} pageNumber={page} page={layoutPage(layout, page)} turn={turn} />
    </section>
  );
};
