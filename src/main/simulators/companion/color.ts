const HEX = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const FUNCTION = /^(rgba?|hsla?)\(([^()]*)\)$/i;

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

const pack = (red: number, green: number, blue: number): number =>
  (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue);

const fromHex = (digits: string): number => {
  const six = digits.length <= 4 ? digits.slice(0, 3).replace(/./g, '$&$&') : digits;
  return Number.parseInt(six.slice(0, 6), 16);
};

const fromHsl = (hue: number, saturation: number, lightness: number): number => {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const k = (offset + (((hue % 360) + 360) % 360) / 30) % 12;
    return 255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return pack(channel(0), channel(8), channel(4));
};

const parts = (inner: string): { value: number; percent: boolean }[] | null => {
  const texts = inner
    .trim()
    .split(/[\s,/]+/)
    .map((text) => /^([+-]?(?:\d+\.?\d*|\.\d+))(%|deg)?$/i.exec(text));
  if (texts.length < 3 || texts.length > 4) return null;
  const read = texts.flatMap((match) =>
    match ? [{ value: Number(match[1]), percent: match[2] === '%' }] : [],
  );
  return read.length === texts.length ? read : null;
};

/**
 * A colour as Companion reads it, 0xRRGGBB, or null where it would ignore it: a hash is needed, and names
 * such as `red` mean nothing to it. A number is taken as it is.
 */
export const parseColor = (color: unknown): number | null => {
  if (typeof color === 'number') return Number.isFinite(color) ? color : null;
  if (typeof color !== 'string') return null;
  const text = color.trim();
  const hex = HEX.exec(text)?.[1];
  if (hex) return fromHex(hex);
  const [, name, inner] = FUNCTION.exec(text) ?? [];
  const [first, second, third] = parts(inner ?? '') ?? [];
  if (!name || !first || !second || !third) return null;
  if (name.toLowerCase().startsWith('hsl'))
    return second.percent && third.percent
      ? fromHsl(first.value, clamp(second.value, 100) / 100, clamp(third.value, 100) / 100)
      : null;
  const channel = (part: { value: number; percent: boolean }): number =>
    clamp(part.percent ? part.value * 2.55 : part.value, 255);
  return pack(channel(first), channel(second), channel(third));
};
