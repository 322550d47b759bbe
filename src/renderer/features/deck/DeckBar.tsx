import { ChevronDown, Keyboard } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { Layout } from '#shared/contract/layout.ts';
import { deckName } from '#shared/domain/deck-geometry.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useDevices, useHealth } from '../../state/mirror-store.ts';
import { showDevice, showPage } from '../../state/surface.ts';
import { HotkeyMap } from './HotkeyMap.tsx';
import { pageTabs } from './page-tabs.ts';

interface DeckBarProps {
  device: Device;
  layout: Layout | undefined;
  page: number;
}

const DOTS = {
  untried: 'off',
  answering: 'answering',
  sending: 'sending',
  failing: 'attention',
} as const;

const Surface = ({ device }: { device: Device }) => {
  const devices = useDevices();
  const health = useHealth(device.device_id);
  const ids = Object.keys(devices).sort();
  const isLive = useIsLive();
  const state = isLive ? (health?.state ?? 'untried') : 'untried';
  const dot = <span className="dot" data-state={DOTS[state]} />;
  return (
    <div className="deck-device" title={device.connection_url ?? undefined}>
      {dot}
      {ids.length > 1 ? (
        <span className="pick-box">
          <select
            className="pick"
            aria-label="Surface"
            value={device.device_id}
            onChange={(event) => showDevice(event.target.value)}
          >
            {ids.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
          <ChevronDown className="i i-14" aria-hidden />
        </span>
      ) : (
        <b className="cut">{device.device_id}</b>
      )}
      <span className="mut x-wide">{deckName(device)}</span>
      {device.metadata['simulated'] === true && (
        <span className="sim" title="This device is a simulator: nothing leaves this machine.">
          SIM
        </span>
      )}
    </div>
  );
};

/** Pages on the left, the surface on the right. */
export const DeckBar = ({ device, layout, page }: DeckBarProps) => {
  const [mapIsOpen, setMapIsOpen] = useState(false);
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    tabs.current
      ?.querySelector(`[data-page="${page}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page]);
  return (
    <div className="bar">
      <div ref={tabs} className="tabs" role="tablist" aria-label="Pages">
        {pageTabs(layout, device.page_count, page).map((tab) => (
          <button
            key={tab.page}
            type="button"
            role="tab"
            data-page={tab.page}
            aria-selected={tab.page === page}
            aria-label={tab.name ? `${tab.page} ${tab.name}` : `Page ${tab.page}`}
            data-unnamed={tab.name === '' || undefined}
            onClick={() => showPage(tab.page)}
          >
            <span className="n">{tab.page}</span>
            {tab.name}
          </button>
        ))}
      </div>
      <span className="grow" />
      <button
        type="button"
        className="btn"
        data-kind="quiet"
        data-size="icon"
        aria-label="Hotkey map"
        title="Hotkey map"
        onClick={() => setMapIsOpen(true)}
      >
        <Keyboard className="i" aria-hidden />
      </button>
      <Surface device={device} />
      {mapIsOpen && (
        <HotkeyMap
          deviceId={device.device_id}
          layout={layout}
          onClose={() => setMapIsOpen(false)}
        />
      )}
    </div>
  );
};
