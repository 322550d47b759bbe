/** What is known of a take when it is over. */
export interface TakeFacts {
  /** Frames that the camera delivered while it recorded, bad ones included. */
  captured: number;
  rows: number;
  drops: Readonly<Record<string, number>>;
  /** In the file; null where it can't be read. */
  frames: number | null;
  largestGapMs: number;
  nominalFps: number;
  actualFps: number;
  /** What ended it, where nobody asked: disk gone, recorder dead, app killed. */
  broke: string | null;
}

export interface Verdict {
  verdict: 'PASS' | 'FAIL';
  reasons: string[];
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const frames = (count: number): string => `${count} ${count === 1 ? 'frame' : 'frames'}`;

const dropWords = (drops: TakeFacts['drops'], captured: number): string => {
  const by = Object.entries(drops).filter(([, count]) => count > 0);
  const list = by.map(([reason, count]) => `${reason} ${count}`).join(', ');
  return `${frames(sum(drops))} of ${captured} dropped, all accounted for: ${list}.`;
};

/** A freeze that a viewer sees: five frames, and half a second for the clock of a busy machine. */
export const largestGapAllowed = (nominalFps: number): number =>
  Math.max(500, 5000 / nominalFps);

/** Two percent, and in a short take the half second that a busy machine may be late. */
const offRate = ({ rows, nominalFps, actualFps }: TakeFacts): boolean => {
  if (rows < 2 || actualFps <= 0) return false;
  const expected = ((rows - 1) / actualFps) * nominalFps + 1;
  return Math.abs(expected - rows) > Math.max(nominalFps / 2, expected * 0.02);
};

/**
 * PASS means: every frame that the camera delivered is in the file once, at its time, or accounted for as a drop,
 * at the rate that was asked for. What speaks against it is a reason, in words with figures; drops that are
 * accounted for are told too, and fail nothing by themselves.
 */
export const judge = (facts: TakeFacts): Verdict => {
  const { captured, rows, drops, largestGapMs, nominalFps, actualFps } = facts;
  const dropped = sum(drops);
  const reasons: string[] = [];
  if (facts.broke !== null) reasons.push(facts.broke);
  if (rows === 0 && captured === dropped) reasons.push('No frame was recorded.');
  const missing = captured - rows - dropped;
  if (missing > 0)
    reasons.push(`${frames(missing)} captured, but neither recorded nor counted as dropped.`);
  if (missing < 0) reasons.push(`${frames(-missing)} more accounted for than were captured.`);
  if (facts.frames === null)
    reasons.push("The file can't be read, so its frames were not counted.");
  else if (facts.frames < rows)
    reasons.push(`${frames(rows - facts.frames)} of ${rows} stamped, but not in the file.`);
  else if (facts.frames > rows)
    reasons.push(`${frames(facts.frames - rows)} in the file without a row in the timing.`);
  if (largestGapMs > largestGapAllowed(nominalFps))
    reasons.push(`The largest gap between two frames is ${Math.round(largestGapMs)} ms.`);
  if (offRate(facts))
    reasons.push(`${actualFps.toFixed(2)} fps in place of ${nominalFps.toFixed(2)}.`);
  const verdict = reasons.length === 0 ? 'PASS' : 'FAIL';
  if (dropped > 0) reasons.push(dropWords(drops, captured));
  return { verdict, reasons };
};
