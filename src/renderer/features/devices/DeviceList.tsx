import { useState } from 'react';
import type { Device } from '#shared/contract/device.ts';
import { useFailovers } from '../../state/failovers.ts';
import { useConfig, useDevices } from '../../state/mirror-store.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { deviceSections } from './device-sections.ts';
import { addressOf } from './device-steps.ts';
import { DeviceRow } from './DeviceRow.tsx';
import { useDeviceSteps } from './use-device-steps.ts';

const LEGEND = [
  ['configured', ['proved', 'unproved', 'unproved']],
  ['reachable', ['proved', 'proved', 'unproved']],
  ['answering', ['good', 'good', 'good']],
  ['stale', ['stale', 'stale', 'stale']],
  ['can’t answer', ['proved', 'unproved', 'cannot']],
] as const;

const Legend = () => (
  <ul className="d-legend" aria-label="What the boxes mean">
    {LEGEND.map(([words, states]) => (
      <li key={words}>
        <span className="d-boxes" aria-hidden>
          {states.map((state, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- three boxes that never move
            <i
              key={at}
              data-s={state === 'good' ? 'proved' : state}
              data-good={state === 'good' || undefined}
            />
          ))}
        </span>
        {words}
      </li>
    ))}
  </ul>
);

/** The catalogue: groups with their members first, then what stands on its own. */
export const DeviceList = ({ open }: { open: string | undefined }) => {
  const devices = useDevices();
  const config = useConfig();
  const stepsOf = useDeviceSteps();
  const failovers = useFailovers();
  const [sought, setSought] = useState('');
  const words = sought.trim().toLowerCase();
  const fits = (device: Device): boolean =>
    `${device.device_id} ${device.device_type} ${addressOf(device, config)}`
      .toLowerCase()
      .includes(words);
  const sections = deviceSections(devices)
    .map((section) => ({ ...section, devices: section.devices.filter(fits) }))
    .filter((section) => section.devices.length > 0);
  return (
    <section className="pane d-list" aria-label="Catalogue">
      <div className="bar">
        <SearchField
          label="Find a device"
          placeholder="Find by name, type or address"
          value={sought}
          onChange={setSought}
        />
      </div>
      <div className="d-row d-head" aria-hidden>
        <span>Device</span>
        <span>Health</span>
        <span className="num">ms</span>
        <span>Sim</span>
      </div>
      <ScrollRegion className="d-scroll" label="Devices">
        {sections.length === 0 && <p className="help d-none">No device fits “{sought}”.</p>}
        {sections.map((section) => (
          <section key={section.title} aria-label={section.title}>
            {section.words !== null && (
              <h2 className="d-section">
                {section.title} <span className="mut">{section.words}</span>
              </h2>
            )}
            <ul>
              {section.devices.map((device) => (
                <DeviceRow
                  key={device.device_id}
                  device={device}
                  steps={stepsOf(device)}
                  isOpen={device.device_id === open}
                  isBackup={section.backups.has(device.device_id)}
                  failover={failovers.find(({ lead }) => lead === device.device_id)}
                  isMember={section.lead !== null && section.lead !== device.device_id}
                />
              ))}
            </ul>
          </section>
        ))}
      </ScrollRegion>
      <Legend />
    </section>
  );
};
