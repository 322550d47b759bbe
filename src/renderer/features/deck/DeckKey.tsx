import { ChevronLeft, ChevronRight, Lock } from 'lucide-react';
import { memo, type CSSProperties } from 'react';
import type { LayoutKey } from '#shared/contract/layout.ts';
import { useButton, useMirror } from '../../state/mirror-store.ts';
import { placeId } from '../../state/place.ts';
import { Ring } from '../../ui/Ring.tsx';
import { keyName } from './deck-keys.ts';
import { fitLabel, keyMetrics } from './fit-label.ts';
import { guardOf, guardWords } from './guard.ts';
import { hasCard, type KeyFace } from './key-face.ts';
import { KEY_ICONS } from './key-icons.ts';
import { KeyStrip } from './KeyStrip.tsx';
import { useOwnPress } from './press-store.ts';
import { useKeyFace, type LiveFace } from './use-key-face.ts';
import { useSimulated } from './use-simulated.ts';

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

const wordsOf = (face: KeyFace): string => {
  if (face.outcome === null) return '';
  return face.words === face.outcome || face.outcome === 'ok'
    ? face.outcome
    : `${face.outcome.replace('_', ' ')}, ${face.words}`;
};

const useGuardWords = (key: LayoutKey | undefined): string =>
  useMirror((mirror) =>
    key && !key.go_to_page
      ? guardWords(
          guardOf(
            {
              guard: key.guard ?? null,
              intentName: key.intent_name ?? null,
              macroId: key.macro_id ?? null,
            },
            mirror,
          ),
        )
      : '',
  );

interface KeyIconProps {
  face: LiveFace;
  layoutKey: LayoutKey | undefined;
  page: number;
}

/** Where the icon stands: a ring while something fills or goes on. */
const KeyIcon = ({ face, layoutKey, page }: KeyIconProps) => {
  const { outcome, movesMs, percent } = face;
  if (outcome === 'holding' && movesMs !== null) return <Ring fillMs={movesMs} />;
  if (percent !== null) return <Ring percent={percent} />;
  const Icon = layoutKey?.icon ? KEY_ICONS[layoutKey.icon] : undefined;
  if (Icon) return <Icon className="i" aria-hidden />;
  const goTo = layoutKey?.go_to_page ?? null;
  if (goTo === null) return null;
  const Arrow = goTo < page ? ChevronLeft : ChevronRight;
  return <Arrow className="i" aria-hidden />;
};

const armedBar = (ms: number): CSSProperties & Record<'--within', string> => ({
  '--within': `${ms}ms`,
});

/** One key: its face, whether it is down, and what became of its last press. */
export const DeckKey = memo(
  ({ deviceId, page, row, col, layoutKey, side, focusable }: DeckKeyProps) => {
    const id = placeId({ device_id: deviceId, page, row, col });
    const own = useOwnPress(id);
    const button = useButton(id);
    const face = useKeyFace(id, {
      intentName: layoutKey?.intent_name ?? null,
      macroId: layoutKey?.macro_id ?? null,
    });
    const guard = useGuardWords(layoutKey);
    const simulated = useSimulated(deviceId, layoutKey);

    const isDown = own?.held === true || button?.state === 'pressed';
    const reason =
      layoutKey?.disabled?.reason ?? (button?.state === 'disabled' ? 'switched off' : null);
    const empty = layoutKey === undefined;
    const name = keyName(layoutKey, { page, row, col });
    const label = fitLabel(
      layoutKey?.label || layoutKey?.intent_name || layoutKey?.macro_id || button?.text || '',
      keyMetrics(side),
    );
    const bare = empty && label.lines.length === 0;
    const state = reason === null ? wordsOf(face) : `switched off: ${reason}`;
    const spoken = [name, guard, state].filter((part) => part !== '').join(', ');
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
        data-why={hasCard(face.outcome) || undefined}
        aria-disabled={reason !== null || undefined}
        aria-label={spoken}
        tabIndex={focusable ? 0 : -1}
      >
        {bare ? (
          <span className="at">{`${page}/${row}/${col}`}</span>
        ) : (
          <>
            <span className="k-top">
              <KeyIcon face={face} layoutKey={layoutKey} page={page} />
              <span className="k-marks">
                {simulated === 'other' && side >= LARGE && <span className="k-sim">SIM</span>}
                {guard !== '' && <Lock className="i k-lock" aria-hidden />}
                {layoutKey?.hotkey && <span className="hot">{layoutKey.hotkey}</span>}
              </span>
            </span>
            <span className="k-lbl" style={{ fontSize: label.size }}>
              {label.lines.map((line) => (
                <span key={line}>{line}</span>
              ))}
            </span>
          </>
        )}
        {(!empty || face.outcome !== null || isDown || reason !== null) && (
          <KeyStrip
            face={face}
            isDown={isDown}
            offReason={reason}
            idleWords={guard}
            large={side >= LARGE}
          />
        )}
        {face.outcome === 'armed' && face.movesMs !== null && (
          <i key={face.executionId} className="k-prog" style={armedBar(face.movesMs)} />
        )}
      </button>
    );
  },
);
DeckKey.displayName = 'DeckKey';
