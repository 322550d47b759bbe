import { Keyboard } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import type { Layout } from '#shared/contract/layout.ts';
import { deckName } from '#shared/domain/deck-geometry.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { healthStory, healthWords, needsAttention } from '../../state/health-words.ts';
import { useDevices, useHealth, usePanic } from '../../state/mirror-store.ts';
import { showDevice, showPage } from '../../state/surface.ts';
import { useNow } from '../../ui/use-now.ts';
import { HotkeyMap } from './HotkeyMap.tsx';
import { pageTabs } from './page-tabs.ts';
import { Select } from '../../ui/Select.tsx';

interface DeckBarProps {
  device: Device;
  layout: Layout | undefined;
  page: number;
}

const Countdown = ({ health }: { health: DeviceHealth }) => {
  const { before = '', words } = healthWords(health, useNow());
  return <>{before + words}</>;
};

/** Beside the surface's name, while it wants to be looked at. */
const Trouble = ({ health }: { health: DeviceHealth }) => {
  const { before = '', words } = healthWords(health, 0);
  return (
    <span className="c-amber cut deck-trouble">
      {health.state === 'open' ? <Countdown health={health} /> : before + words}
    </span>
  );
};

const Surface = ({ device }: { device: Device }) => {
  const devices = useDevices();
  const health = useHealth(device.device_id);
  const ids = Object.keys(devices).sort();
  const isLive = useIsLive();
  const known = isLive ? health : undefined;
  return (
    <div
      className="deck-device"
      title={healthStory(known) ?? device.connection_url ?? undefined}
    >
      <span className="dot" data-state={healthWords(known, 0).dot} />
      {ids.length > 1 ? (
        <Select
          aria-label="Surface"
          value={device.device_id}
          onChange={(event) => showDevice(event.target.value)}
        >
          {ids.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </Select>
      ) : (
        <b className="cut">{device.device_id}</b>
      )}
      {known && needsAttention(known) ? (
        <Trouble health={known} />
      ) : (
        <span className="mut x-wide cut deck-model">{deckName(device)}</span>
      )}
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
  const engaged = usePanic()?.engaged === true;
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
      {engaged && (
        <span
          className="chip only-you"
          title="PANIC is engaged: only the operator can fire, all others are refused."
        >
          Operator only
        </span>
      )}
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
