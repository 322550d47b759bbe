import { ChevronLeft, ChevronRight } from 'lucide-react';
import { memo, type CSSProperties } from 'react';
import type { LayoutKey } from '#shared/contract/layout.ts';
import { latency } from '../../state/figures.ts';
import { useButton, useMirror } from '../../state/mirror-store.ts';
import { placeId } from '../../state/place.ts';
import { useLatestRun } from '../../state/runs.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { fitLabel, keyMetrics } from './fit-label.ts';
import { isBad, keyFace, type KeyFace } from './key-face.ts';
import { KEY_ICONS } from './key-icons.ts';
import { keyName } from './deck-keys.ts';
import { useOwnPress } from './press-store.ts';

interface DeckKeyProps {
  deviceId: string;
  page: number;
  row: number;
  col: number;
  layoutKey: LayoutKey | undefined;
  /** The side in pixels. */
  side: number;
  /** The one key that Tab reaches. */
  focusable: boolean;
}

/** Under this side a strip says the outcome's word only, and the figure waits for the card. */
const LARGE = 100;

type Simulated = 'no' | 'surface' | 'other';

/** Whether a key's commands go to a simulator: the surface itself, or, which needs a word, another device. */
const useSimulated = (deviceId: string, key: LayoutKey | undefined): Simulated =>
  useMirror(({ devices, intents }) => {
    const isSimulated = (id: string): boolean => devices[id]?.metadata['simulated'] === true;
    if (!key || key.go_to_page) return 'no';
    const intent = key.intent_name ? intents[key.intent_name] : undefined;
    const used = intent?.actions.map(({ device_id }) => device_id) ?? [deviceId];
    if (!used.some(isSimulated)) return 'no';
    return isSimulated(deviceId) ? 'surface' : 'other';
  });

const wordsOf = (face: KeyFace): string => {
  if (face.outcome === null) return '';
  return face.words === face.outcome || face.outcome === 'ok'
    ? face.outcome
    : `${face.outcome}, ${face.words}`;
};

const Strip = ({
  mark,
  words,
  side,
  ms,
}: {
  mark: string;
  words: string;
  side: number;
  ms: number | null;
}) => (
  <span className="k-out">
    <OutcomeMark of={mark} />
    <span>{words}</span>
    {ms !== null && side >= LARGE && <em>{latency(ms)}</em>}
  </span>
);

/** One key: its face, whether it is down, and what became of its last press. */
export const DeckKey = memo(
  ({ deviceId, page, row, col, layoutKey, side, focusable }: DeckKeyProps) => {
    const intentName = layoutKey?.intent_name ?? null;
    const id = placeId({ device_id: deviceId, page, row, col });
    const own = useOwnPress(id);
    const button = useButton(id);
    const face = keyFace(useLatestRun(id, intentName), own);
    const simulated = useSimulated(deviceId, layoutKey);

    const isDown = own?.held === true || button?.state === 'pressed';
    const reason =
      layoutKey?.disabled?.reason ?? (button?.state === 'disabled' ? 'switched off' : null);
    const empty = layoutKey === undefined;
    const name = keyName(layoutKey, { page, row, col });
    const metrics = keyMetrics(side);
    const label = fitLabel(
      layoutKey?.label || layoutKey?.intent_name || button?.text || '',
      metrics,
    );
    const Icon = layoutKey?.icon ? KEY_ICONS[layoutKey.icon] : undefined;
    const goTo = layoutKey?.go_to_page ?? null;
    const Arrow = goTo !== null && goTo < page ? ChevronLeft : ChevronRight;
    const spoken = reason === null ? wordsOf(face) : `switched off: ${reason}`;
    const style: CSSProperties & Record<'--key', string | undefined> = {
      '--key': layoutKey?.color ? `var(--k-${layoutKey.color})` : undefined,
    };

    return (
      <button
        type="button"
        className="key"
        style={style}
        data-key={`${page}/${row}/${col}`}
        data-outcome={face.outcome ?? undefined}
        data-press={isDown ? 'down' : undefined}
        data-state={button?.state === 'active' ? 'active' : undefined}
        data-empty={empty || undefined}
        data-sim={simulated !== 'no' || undefined}
        data-why={isBad(face.outcome) || undefined}
        aria-disabled={reason !== null || undefined}
        aria-label={spoken === '' ? name : `${name}, ${spoken}`}
        tabIndex={focusable ? 0 : -1}
      >
        {empty && label.lines.length === 0 ? (
          <span className="at">{`${page}/${row}/${col}`}</span>
        ) : (
          <>
            <span className="k-top">
              {Icon ? (
                <Icon className="i" aria-hidden />
              ) : (
                goTo !== null && <Arrow className="i" aria-hidden />
              )}
              {simulated === 'other' && side >= LARGE && <span className="k-sim">SIM</span>}
              {layoutKey?.hotkey && <span className="hot">{layoutKey.hotkey}</span>}
            </span>
            <span className="k-lbl" style={{ fontSize: label.size }}>
              {label.lines.map((line) => (
                <span key={line}>{line}</span>
              ))}
            </span>
          </>
        )}
        {reason !== null && face.outcome === null ? (
          <Strip mark="refused" words={reason} side={side} ms={null} />
        ) : face.outcome !== null ? (
          <Strip
            mark={face.outcome}
            words={face.words}
            side={side}
            ms={face.outcome === 'ok' ? face.latencyMs : null}
          />
        ) : isDown ? (
          <Strip mark="pressed" words="pressed" side={side} ms={null} />
        ) : (
          !empty && <span className="k-out" />
        )}
      </button>
    );
  },
);
DeckKey.displayName = 'DeckKey';
