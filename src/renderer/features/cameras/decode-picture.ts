import { jpegSize } from '#shared/domain/jpeg-size.ts';

/**
 * In eighths of a JPEG's size: what a decoder reaches by leaving work out. Without a GPU the pictures of four
 * cameras cost half as much that way. Beyond a half it is cheaper to decode the whole picture.
 */
const CHEAP_EIGHTHS = [1, 2, 3, 4];

const decodeSmall = async (jpeg: Uint8Array, size: object): Promise<ImageBitmap> => {
  const decoder = new ImageDecoder({ type: 'image/jpeg', data: jpeg, ...size });
  try {
    const { image } = await decoder.decode();
    try {
      return await createImageBitmap(image);
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
};

/** The picture, not much larger than `width` pixels where that can be had cheaply. Rejects where it is no JPEG. */
export const decodePicture = (
  jpeg: Uint8Array<ArrayBuffer>,
  width: number,
): Promise<ImageBitmap> => {
  const full = jpegSize(jpeg);
  const eighths = full && CHEAP_EIGHTHS.find((part) => (full.width * part) / 8 >= width);
  // Safari has no such decoder.
  if (!eighths || typeof ImageDecoder === 'undefined')
    return createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
  return decodeSmall(jpeg, {
    desiredWidth: Math.ceil((full.width * eighths) / 8),
    desiredHeight: Math.ceil((full.height * eighths) / 8),
  });
};
