import { runTool } from '../backends/run-tool.ts';

/** Frames in a file as ffprobe counts its packets; null where it can't be read, or not within the time. */
export const countFrames = async (
  ffprobe: string,
  file: string,
  withinMs: number,
): Promise<number | null> => {
  const result = await runTool(
    ffprobe,
    [
      ...'-v error -f matroska -select_streams v:0 -count_packets'.split(' '),
      ...'-show_entries stream=nb_read_packets -of csv=p=0'.split(' '),
      `file:${file}`,
    ],
    withinMs,
  );
  const count = /^(\d+)/.exec(result.stdout.trim())?.[1];
  return result.outcome === 'exited' && count !== undefined ? Number(count) : null;
};
