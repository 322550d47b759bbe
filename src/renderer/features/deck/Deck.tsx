import './deck.css';
import './key.css';
import './hotkey-map.css';
import { useCallback } from 'react';
import type { Device } from '#shared/contract/device.ts';
import { useLayout } from '../../state/mirror-store.ts';
import { showPage, useSurfacePage } from '../../state/surface.ts';
import { DeckBar } from './DeckBar.tsx';
import { layoutPage } from './deck-keys.ts';
import { DeckGrid } from './DeckGrid.tsx';

/** A device's surface: its pages, and the keys of the one that is shown. */
export const Deck = ({ device }: { device: Device }) => {
  const layout = useLayout(device.device_id);
  const page = useSurfacePage(device.page_count);
  const turn = useCallback(
    (by: number) => showPage(Math.min(device.page_count, Math.max(1, page + by))),
    [device.page_count, page],
  );
  return (
    <section className="pane" aria-label="Deck">
      <DeckBar device={device} layout={layout} page={page} />
      <DeckGrid device={device} pageNumber={page} page={layoutPage(layout, page)} turn={turn} />
    </section>
  );
};
