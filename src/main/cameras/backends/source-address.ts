import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CameraTrouble } from '../ports.ts';

/** A network source or a file, with what ffmpeg needs before `-i`. */
export interface Source {
  kind: 'rtsp' | 'http' | 'srt' | 'file';
  /** For ffmpeg. */
  input: string;
  /** Keeps a dead source from being waited for, and a source from opening anything of another kind. */
  inputArgs: string[];
}

const SILENT_US = '5000000';
/** What each kind may open: a playlist or a description can't lead to a file of this machine. */
const ALLOWED: Readonly<Record<Source['kind'], string>> = {
  rtsp: 'rtp,rtcp,udp,tcp,tls,rtsp,rtsps',
  http: 'http,https,tcp,tls,httpproxy',
  srt: 'srt,udp',
  file: 'file',
};
const HINT =
  'Give an address that begins with rtsp://, http://, https:// or srt://, or the path of a video file.';

const kindOf = (scheme: string): Source['kind'] | null => {
  if (scheme === 'rtsp' || scheme === 'rtsps') return 'rtsp';
  if (scheme === 'http' || scheme === 'https') return 'http';
  return scheme === 'srt' || scheme === 'file' ? scheme : null;
};

const live = (kind: Source['kind']): string[] => [
  ...'-fflags nobuffer -flags low_delay -analyzeduration 1000000'.split(' '),
  ...(kind === 'rtsp'
    ? ['-rtsp_transport', 'tcp', '-timeout', SILENT_US]
    : ['-rw_timeout', SILENT_US]),
];

/** Reads a network camera's `device_path`. @throws CameraTrouble where it is neither address nor path. */
export const readSource = (path: string): Source => {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(path)?.[1]?.toLowerCase();
  // A single letter is a drive.
  const kind = scheme === undefined ? 'file' : kindOf(scheme);
  if (kind === null || path.includes('\0'))
    throw new CameraTrouble(`"${scheme ?? ''}" is no kind of source that can be opened.`, HINT);
  const allowed = ['-protocol_whitelist', ALLOWED[kind]];
  if (kind === 'file') {
    const input = `file:${resolve(scheme === 'file' ? toPath(path) : path)}`;
    return { kind, input, inputArgs: allowed };
  }
  if (!URL.canParse(path) || new URL(path).host === '')
    throw new CameraTrouble('The address of the source is not complete.', HINT);
  return { kind, input: path, inputArgs: [...allowed, ...live(kind)] };
};

const toPath = (url: string): string => {
  try {
    return fileURLToPath(url);
  } catch {
    throw new CameraTrouble('The address of the file is not complete.', HINT);
  }
};
