import { useMemo } from 'react';
import { TransportTypeSchema, type TransportType } from '#shared/contract/protocol.ts';
import { useDevices, useProtocols } from '../../state/mirror-store.ts';
import { usePackTitles } from '../../state/pack-titles.ts';
import { SearchPicker } from '../../ui/SearchPicker.tsx';
import { deviceChoices, protocolChoices, speaks } from './choices.ts';
import { Choice } from '../../ui/Choice.tsx';

type Transport = TransportType | 'all';

/** Which protocols are offered. */
export interface Offered {
  transport: Transport;
  /** Only what the device speaks. */
  isFitting: boolean;
}

export const ALL_OFFERED: Offered = { transport: 'all', isFitting: false };

const TRANSPORTS = [
  { value: 'all' as Transport, words: 'All' },
  ...TransportTypeSchema.options.map((value: Transport) => ({
    value,
    words: value.toUpperCase(),
  })),
];

interface ProtocolPickerProps {
  label: string;
  value: string;
  deviceId: string;
  offered?: Offered;
  problem: string | null;
  onChange: (name: string) => void;
}

/** A protocol, by its pack. */
export const ProtocolPicker = ({
  label,
  value,
  deviceId,
  offered = ALL_OFFERED,
  problem,
  onChange,
}: ProtocolPickerProps) => {
  const protocols = useProtocols();
  const devices = useDevices();
  const packs = usePackTitles();
  const { transport, isFitting } = offered;
  const groups = useMemo(
    () =>
      protocolChoices(protocols, packs, {
        transport,
        fits: isFitting ? (type) => speaks(devices[deviceId], type, devices) : null,
      }),
    [protocols, packs, transport, isFitting, devices, deviceId],
  );
  const known = protocols[value];
  const isOdd = known && !speaks(devices[deviceId], known.protocol_type, devices);
  return (
    <SearchPicker
      label={label}
      value={value}
      placeholder="Choose a protocol"
      groups={groups}
      isThere={known !== undefined}
      problem={problem}
      help={
        isOdd ? (
          <p className="help">
            {known.protocol_type.toUpperCase()} goes to the host of {deviceId}, at the
            protocol’s own port.
          </p>
        ) : undefined
      }
      onChange={onChange}
    />
  );
};

interface OfferedFieldsProps {
  offered: Offered;
  deviceId: string;
  onChange: (offered: Offered) => void;
}

/** Which protocols the list offers. */
export const OfferedFields = ({ offered, deviceId, onChange }: OfferedFieldsProps) => (
  <div className="ie-wide ie-offered">
    <span className="help">Protocols offered:</span>
    <Choice
      label="Protocols by transport"
      isQuiet
      value={offered.transport}
      options={TRANSPORTS}
      onChange={(transport) => onChange({ ...offered, transport })}
    />
    <label className="ie-check">
      <input
        type="checkbox"
        checked={offered.isFitting}
        onChange={(event) => onChange({ ...offered, isFitting: event.target.checked })}
      />
      Only what {deviceId === '' ? 'the device' : deviceId} speaks
    </label>
  </div>
);

interface DevicePickerProps {
  value: string;
  problem: string | null;
  onChange: (id: string) => void;
}

/** A device, or a group of them with its members. */
export const DevicePicker = ({ value, problem, onChange }: DevicePickerProps) => {
  const devices = useDevices();
  const groups = useMemo(() => deviceChoices(devices), [devices]);
  return (
    <SearchPicker
      label="Device"
      value={value}
      placeholder="Choose a device"
      groups={groups}
      isThere={devices[value] !== undefined}
      problem={problem}
      onChange={onChange}
    />
  );
};
