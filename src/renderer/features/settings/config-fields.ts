/** A setting as a person reads it. `path` is where it stands in the config: `cameras/stalled_ms`. */
export interface ConfigField {
  path: string;
  label: string;
  kind: 'text' | 'number' | 'switch';
  /** Of a number. */
  unit?: string;
  help?: string;
  /** In place of typing: one of a few. */
  options?: readonly { value: string; words: string }[];
}

export interface ConfigSection {
  title: string;
  help?: string;
  fields: readonly ConfigField[];
}

const text = (path: string, label: string, help?: string): ConfigField => ({
  path,
  label,
  kind: 'text',
  ...(help !== undefined && { help }),
});
const number = (path: string, label: string, unit?: string, help?: string): ConfigField => ({
  path,
  label,
  kind: 'number',
  ...(unit !== undefined && { unit }),
  ...(help !== undefined && { help }),
});

/** What of the config is set here, in the order in which it is shown. The rest of it stays as it stands. */
export const CONFIG_SECTIONS: readonly ConfigSection[] = [
  { title: 'Show', fields: [text('show_name', 'Name of the show')] },
  {
    title: 'Companion',
    fields: [
      text('host', 'Companion host', 'A device with an address of its own ignores this.'),
      number('port', 'HTTP port'),
      number('osc_port', 'OSC port'),
      number('tcp_port', 'TCP port'),
      number('udp_port', 'UDP port'),
    ],
  },
  {
    title: 'Sending',
    help: 'An action with a retry of its own ignores the tries here.',
    fields: [
      number('timeout_ms', 'Time for a command', 'ms'),
      number('connect_timeout_ms', 'Of it, time to connect', 'ms'),
      number('retry_attempts', 'Tries in all'),
      number('retry_backoff_ms', 'Wait before the second try', 'ms'),
      number('retry_backoff_multiplier', 'Each wait is so many times longer'),
      number('retry_max_backoff_ms', 'Longest wait', 'ms'),
      number('debounce_ms', 'Two touches are one within', 'ms'),
      number('queue_limit', 'Commands that may wait per target'),
      number('pacing/button_gap_ms', 'Between presses of a button', 'ms'),
      number('pacing/target_gap_ms', 'Between HTTP or TCP commands', 'ms'),
      number('pacing/datagram_gap_ms', 'Between OSC or UDP commands', 'ms'),
      number('breaker/failures', 'Failures until it is left alone'),
      number('breaker/open_ms', 'Left alone for', 'ms'),
    ],
  },
  {
    title: 'Health checks',
    fields: [
      {
        path: 'health_checks/enabled',
        label: 'Look whether devices are there',
        kind: 'switch',
        help: 'A connection is opened and closed. No command is sent.',
      },
      number('health_checks/every_ms', 'Between two looks at a device', 'ms'),
      number('health_checks/at_once', 'Devices at one moment, at most'),
      number('health_checks/stale_after', 'Looks in vain until it is stale'),
    ],
  },
  {
    title: 'Cameras',
    fields: [
      {
        path: 'cameras/codec',
        label: 'Codec of new takes',
        kind: 'text',
        options: [
          { value: 'mjpeg', words: 'MJPEG, as the camera sends it' },
          { value: 'h264', words: 'H.264, encoded here' },
        ],
      },
      number('cameras/disk_warn_minutes', 'Disk: warn below', 'minutes left'),
      number('cameras/disk_refuse_minutes', 'Disk: start no take below', 'minutes left'),
      number('cameras/disk_stop_minutes', 'Disk: end takes below', 'minutes left'),
      number('cameras/stalled_ms', 'Stalled without a picture for', 'ms'),
      number('cameras/queue_limit', 'Frames that may wait to be written'),
      number('cameras/telemetry_interval_ms', 'Between two readings', 'ms'),
    ],
  },
  {
    title: 'gRPC',
    help: 'Of the desktop app, read when it starts. The headless host has options for it.',
    fields: [
      { path: 'grpc/enabled', label: 'Serve gRPC', kind: 'switch' },
      text('grpc/host', 'Listen on', 'Other than this machine’s own address: only with TLS.'),
      number('grpc/port', 'Port'),
      text('grpc/cert', 'Certificate', 'A PEM file. Empty for no TLS.'),
      text('grpc/key', 'Its key', 'A PEM file.'),
      text('grpc/client_ca', 'Authority of clients', 'A PEM file: clients show a certificate.'),
    ],
  },
  {
    title: 'What is kept',
    fields: [
      number('audit_max_entries', 'Entries of the audit'),
      number('trace_max_bytes', 'Traces of each outcome', 'bytes'),
      number('master_history/max_entries', 'Commits of a master state'),
      number('master_history/max_bytes', 'History of a master state', 'bytes'),
    ],
  },
];

export const CONFIG_FIELDS: readonly ConfigField[] = CONFIG_SECTIONS.flatMap(
  ({ fields }) => fields,
);

/** The words of a field by its path; the path where it is none of these. */
export const fieldWords = (path: string): string =>
  CONFIG_FIELDS.find((field) => field.path === path)?.label ?? path;
