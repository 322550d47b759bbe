import { useEffect, useRef, useState, type RefObject } from 'react';
import type { TakeView } from '#shared/contract/take-view.ts';
import { useIsLive } from '../../../state/connection-store.ts';
import { fetchStill, NoStill, stillAddress } from './still-address.ts';
import { StillLoader } from './still-loader.ts';

interface StillState {
  /** The row whose picture is on the canvas; null before the first. */
  shown: number | null;
  fault: { row: number; message: string; hint: string | null } | null;
}

const faultOf = (error: unknown): { message: string; hint: string | null } =>
  error instanceof NoStill
    ? { message: error.message, hint: error.hint }
    : { message: 'The picture is damaged.', hint: 'Go on to the next one.' };

const draw = async (canvas: HTMLCanvasElement | null, jpeg: Blob): Promise<boolean> => {
  const bitmap = await createImageBitmap(jpeg);
  if (!canvas) {
    bitmap.close();
    return false;
  }
  if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
  if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  return true;
};

/** Draws the recorded picture of a row on a canvas, the newest that is wanted. */
export const useStill = (
  take: TakeView,
  row: number,
): StillState & { canvas: RefObject<HTMLCanvasElement | null>; again: () => void } => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const loader = useRef<StillLoader | null>(null);
  const [state, setState] = useState<StillState>({ shown: null, fault: null });
  const isLive = useIsLive();
  const { file, folder, version } = take;
  const { rows } = take.timing;

  useEffect(() => {
    // One after another, so that no picture is drawn over a newer one.
    let drawing = Promise.resolve();
    const opened = new StillLoader({
      rows,
      load: (wanted, signal) =>
        fetchStill(stillAddress({ file, folder, version }, wanted), signal),
      shown: (shown, jpeg) => {
        drawing = drawing
          .then(() => draw(canvas.current, jpeg))
          .then(
            (isDrawn) => isDrawn && setState({ shown, fault: null }),
            (error: unknown) =>
              setState((last) => ({ ...last, fault: { row: shown, ...faultOf(error) } })),
          )
          .then(() => undefined);
      },
      failed: (failed, error) =>
        setState((last) => ({ ...last, fault: { row: failed, ...faultOf(error) } })),
    });
    loader.current = opened;
    return () => {
      opened.close();
      loader.current = null;
    };
  }, [file, folder, version, rows]);

  useEffect(() => {
    if (rows > 0 && isLive) loader.current?.want(row);
  }, [row, rows, isLive]);

  return { ...state, canvas, again: () => loader.current?.want(row) };
};
