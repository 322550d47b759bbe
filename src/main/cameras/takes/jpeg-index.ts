import type { FileHandle } from 'node:fs/promises';
import {
  ELEMENT,
  elementsIn,
  findElement,
  headAt,
  MOST_HEAD_BYTES,
  unsigned,
} from './matroska.ts';

/** What is where, and the codec: ffmpeg's takes less than 1 kB. */
const START_BYTES = 65_536;
/** Of a take of a week. */
const MOST_CUES_BYTES = 500_000_000;
const MOST_JPEG_BYTES = 64_000_000;
/** Heads are read from one place on: those of a cluster, its time and its first block stand close together. */
const HEADS_BYTES = 64;
/** After so many steps the loop gets a turn. */
const STEPS_PER_TURN = 1000;
/** A file has whole milliseconds, rounded by another program. */
const SAME_MS = 1;
/** In front of a picture: number of the track, time within the cluster, flags. */
const BLOCK_HEAD_BYTES = 4;
const LACED = 0x06;

/** When each picture was recorded, in milliseconds since the first. */
export interface ExpectedTimes {
  count: number;
  msAt(index: number): number;
}

/** Where a block begins: its cluster in the file, and the block within the cluster's content. */
interface Place {
  cluster: number;
  within: number;
}

const readAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Start {
  codec: string;
  /** Where positions are counted from. */
  segment: number;
  firstCluster: number;
  cues: number | null;
}

const cuesIn = (seekHead: Buffer): number | null => {
  for (const { content } of elementsIn(seekHead)) {
    const what = findElement(content, ELEMENT.SeekID);
    const where = findElement(content, ELEMENT.SeekPosition);
    if (what && where && unsigned(what) === ELEMENT.Cues) return unsigned(where);
  }
  return null;
};

/** Null where it is no Matroska. */
const parseStart = (bytes: Buffer): Start | null => {
  const ebml = headAt(bytes, 0);
  if (ebml?.id !== ELEMENT.EBML || ebml.size === null) return null;
  const at = ebml.length + ebml.size;
  const top = headAt(bytes, at);
  if (top?.id !== ELEMENT.Segment) return null;
  const segment = at + top.length;
  const start: Start = { codec: '', segment, firstCluster: segment, cues: null };
  for (const { id, content } of elementsIn(bytes.subarray(segment))) {
    if (id === ELEMENT.Cluster) break;
    start.firstCluster = content.byteOffset - bytes.byteOffset + content.length;
    if (id === ELEMENT.SeekHead) {
      const cues = cuesIn(content);
      start.cues = cues === null ? null : segment + cues;
    } else if (id === ELEMENT.Tracks) {
      const codec = findElement(content, ELEMENT.TrackEntry, ELEMENT.CodecID);
      start.codec = codec?.toString('latin1') ?? '';
    }
  }
  return start;
};

const placeOfCue = (cue: Buffer, segment: number): (Place & { ms: number }) | null => {
  const time = findElement(cue, ELEMENT.CueTime);
  const where = findElement(cue, ELEMENT.CueTrackPositions);
  const cluster = where && findElement(where, ELEMENT.CueClusterPosition);
  const within = where && findElement(where, ELEMENT.CueRelativePosition);
  if (!time || !cluster || !within) return null;
  return {
    ms: unsigned(time),
    cluster: segment + unsigned(cluster),
    within: unsigned(within),
  };
};

/**
 * Where the pictures are as the file's own index says. Null where there is none, or none that has each picture at its
 * time: of two within one millisecond it knows the first only.
 */
const readCues = async (
  file: FileHandle,
  { cues, segment }: Start,
  expected: ExpectedTimes,
): Promise<Place[] | null> => {
  if (cues === null) return null;
  const head = headAt(await readAt(file, cues, MOST_HEAD_BYTES), 0);
  if (head?.id !== ELEMENT.Cues || head.size === null || head.size > MOST_CUES_BYTES)
    return null;
  const places: Place[] = [];
  const bytes = await readAt(file, cues + head.length, head.size);
  for (const { id, content } of elementsIn(bytes)) {
    if (id !== ELEMENT.CuePoint) continue;
    const place = placeOfCue(content, segment);
    const index = places.length;
    if (!place || index >= expected.count) return null;
    if (Math.abs(place.ms - expected.msAt(index)) > SAME_MS) return null;
    places.push({ cluster: place.cluster, within: place.within });
    if (places.length % STEPS_PER_TURN === 0) await turn();
  }
  return places.length === expected.count ? places : null;
};

/** Where each picture of a take of JPEG pictures is. Files are handed in, so that none stays open. */
export class JpegIndex {
  readonly #bytes: number;
  readonly #places: Place[];
  /** Where the walk through the file goes on; null where it is over, or was not needed. */
  #next: number | null;
  #cluster: Place = { cluster: 0, within: 0 };
  #walking: Promise<void> = Promise.resolve();

  private constructor(bytes: number, places: Place[], next: number | null) {
    this.#bytes = bytes;
    this.#places = places;
    this.#next = next;
  }

  /** Null for what is no Matroska file of JPEG pictures. `bytes`: of the whole file. */
  static async open(
    file: FileHandle,
    bytes: number,
    expected: ExpectedTimes,
  ): Promise<JpegIndex | null> {
    const start = parseStart(await readAt(file, 0, START_BYTES));
    if (start?.codec !== 'V_MJPEG') return null;
    const places = await readCues(file, start, expected);
    return places
      ? new JpegIndex(bytes, places, null)
      : new JpegIndex(bytes, [], start.firstCluster);
  }

  /** The picture as it was recorded; null where the file has no whole one of that index. */
  async read(file: FileHandle, index: number, signal: AbortSignal): Promise<Buffer | null> {
    const place = this.#places[index] ?? (await this.#walkTo(file, index, signal));
    if (!place) return null;
    const heads = await readAt(file, place.cluster, HEADS_BYTES);
    const cluster = headAt(heads, 0);
    if (cluster?.id !== ELEMENT.Cluster) return null;
    const at = cluster.length + place.within;
    const block =
      headAt(heads, at) ?? headAt(await readAt(file, place.cluster + at, MOST_HEAD_BYTES), 0);
    if (!block?.size || block.size > MOST_JPEG_BYTES) return null;
    if (block.id !== ELEMENT.SimpleBlock && block.id !== ELEMENT.Block) return null;
    const content = await readAt(file, place.cluster + at + block.length, block.size);
    const jpeg = content.subarray(BLOCK_HEAD_BYTES);
    const isWhole = content.length === block.size && jpeg[0] === 0xff && jpeg[1] === 0xd8;
    return isWhole && ((content[BLOCK_HEAD_BYTES - 1] ?? LACED) & LACED) === 0 ? jpeg : null;
  }

  /** Reads the heads of blocks, one after another, as far as that picture. One walk at a time. */
  async #walkTo(
    file: FileHandle,
    index: number,
    signal: AbortSignal,
  ): Promise<Place | undefined> {
    const former = this.#walking;
    const walk = async (): Promise<void> => {
      await former;
      while (this.#places.length <= index && this.#next !== null && !signal.aborted)
        this.#next = await this.#step(file, this.#next);
    };
    this.#walking = walk().catch(() => undefined);
    await this.#walking;
    return this.#places[index];
  }

  /** Takes in what stands at `from`; answers with where the next is to be read, null at the end. */
  async #step(file: FileHandle, from: number): Promise<number | null> {
    const heads = await readAt(file, from, HEADS_BYTES);
    let at = 0;
    for (;;) {
      const head = headAt(heads, at);
      if (!head) return at === 0 ? null : from + at;
      const content = from + at + head.length;
      if (head.id === ELEMENT.Cluster) {
        this.#cluster = { cluster: from + at, within: content };
        at += head.length;
        continue;
      }
      if (head.id === ELEMENT.BlockGroup) {
        at += head.length;
        continue;
      }
      if (head.size === null || content + head.size > this.#bytes) return null;
      if (head.id === ELEMENT.SimpleBlock || head.id === ELEMENT.Block) {
        const { cluster, within } = this.#cluster;
        this.#places.push({ cluster, within: from + at - within });
      }
      at += head.length + head.size;
      if (at >= heads.length) return from + at;
    }
  }
}
