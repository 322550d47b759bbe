import { randomUUID } from 'node:crypto';
import { realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import {
  MOST_MAPPING_BYTES,
  type MappingFault,
  type MappingText,
} from '#shared/contract/osc-bridge.ts';
import { HardwareTrouble } from '../hardware-trouble.ts';
import { codeOf, NO_FILE, readMappingText } from './mapping-text.ts';
import { readMapping } from './read-mapping.ts';

/** A YAML file of another program may hold secrets: what has none of a mapping's keys is neither shown nor replaced. */
const MAPPING_KEY = /(^|[{,])\s*["']?(osc|to_osc|to_websocket|guards)["']?\s*:/m;

const looksLikeMapping = (text: string): boolean =>
  MAPPING_KEY.test(text) || text.replaceAll(/#.*$/gm, '').trim() === '';

const NOT_SHOWN: MappingFault = {
  line: 1,
  column: 1,
  path: '',
  message:
    'It has none of the keys osc, to_osc, to_websocket and guards: it may be another file.',
  hint: 'Its text is not shown here. Name the mapping file in Setup, or begin one in an editor.',
};

/** What is wrong with a mapping as it is typed. */
export const faultsOf = (text: string): MappingFault[] => {
  const read = readMapping(text);
  return 'faults' in read ? read.faults : [];
};

/** The file as it stands now. Never rejects. */
export const mappingText = async (file: string): Promise<MappingText> => {
  const found = await readMappingText(file);
  const { stamp } = found;
  if ('fault' in found)
    return { file, stamp, text: stamp === NO_FILE ? '' : null, faults: [found.fault] };
  const { text } = found;
  const isWhole = Buffer.byteLength(text) <= MOST_MAPPING_BYTES;
  if (!isWhole || !looksLikeMapping(text))
    return { file, stamp, text: null, faults: isWhole ? [NOT_SHOWN] : faultsOf(text) };
  return { file, stamp, text, faults: faultsOf(text) };
};

/** Somebody else wrote the file since. */
export class MappingChanged extends Error {
  readonly now: MappingText;
  constructor(now: MappingText) {
    super('The mapping file was changed since.');
    this.now = now;
  }
}

/** In one step, so that nobody reads half of it. A link stays a link. */
const replace = async (file: string, text: string): Promise<void> => {
  const target = await realpath(file).catch(() => file);
  const mode = await stat(target).then(
    (there) => there.mode,
    () => 0o644,
  );
  const beside = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text, { flag: 'wx', mode });
    await rename(beside, target);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw new HardwareTrouble(
      `${file} can't be written (${codeOf(error)}).`,
      'Give the program the right to write it and its folder, or change it in an editor.',
    );
  }
};

const save = async (file: string, text: string, stamp: string): Promise<MappingText> => {
  const now = await mappingText(file);
  if (now.stamp !== stamp) throw new MappingChanged(now);
  if (now.text === null) throw new HardwareTrouble(NOT_SHOWN.message, NOT_SHOWN.hint);
  await replace(file, text);
  return mappingText(file);
};

let turn: Promise<unknown> = Promise.resolve();

/**
 * Writes a mapping, which is sound, over the text with that stamp. One write after the other, so that of two at once the
 * second finds the first.
 * @throws MappingChanged where the file is another one now
 * @throws HardwareTrouble where it can't be written, or is no mapping file
 */
export const saveMappingText = (
  file: string,
  text: string,
  stamp: string,
): Promise<MappingText> => {
  const done = turn.then(() => save(file, text, stamp));
  turn = done.catch(() => undefined);
  return done;
};
