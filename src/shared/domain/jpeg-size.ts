const WITHOUT_SIZE = new Set([0xc4, 0xc8, 0xcc]);

/** Width and height in pixels from a JPEG's frame header; null where it has none. */
export const jpegSize = (jpeg: Uint8Array): { width: number; height: number } | null => {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && !WITHOUT_SIZE.has(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
};
