import { Printer } from 'lucide-react';
import type { Layout } from '#shared/contract/layout.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { keyName } from './deck-keys.ts';

interface HotkeyMapProps {
  deviceId: string;
  layout: Layout | undefined;
  onClose: () => void;
}

/** Every hotkey of a surface by page, to read or to print and pin beside the keyboard. */
export const HotkeyMap = ({ deviceId, layout, onClose }: HotkeyMapProps) => {
  const pages = (layout?.pages ?? [])
    .map((page) => ({ ...page, keys: page.keys.filter(({ hotkey }) => hotkey) }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <Dialog title={`Hotkeys of ${deviceId}`} onClose={onClose}>
      <div className="hotkey-map">
        {pages.length === 0 && (
          <p className="sec">No key of this surface has a hotkey. A layout gives them.</p>
        )}
        {pages.map(({ page, name, keys }) => (
          <section key={page}>
            <h3>
              <span className="fig mut">{page}</span> {name || `Page ${page}`}
            </h3>
            <ul>
              {keys.map((key) => (
                <li key={`${key.row}/${key.col}`}>
                  <kbd>{key.hotkey}</kbd>
                  <span className="cut">{keyName(key, { page, ...key })}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <section>
          <h3>On every page</h3>
          <ul>
            <li>
              <kbd>PgUp</kbd>
              <span>Page before</span>
            </li>
            <li>
              <kbd>PgDn</kbd>
              <span>Page after</span>
            </li>
            <li>
              <kbd>Arrows</kbd>
              <span>Move between keys</span>
            </li>
            <li>
              <kbd>Enter</kbd>
              <span>Press the focused key, for as long as it is held</span>
            </li>
          </ul>
        </section>
      </div>
      <div className="no-print">
        <button type="button" className="btn" onClick={() => print()}>
          <Printer className="i" aria-hidden />
          Print
        </button>
      </div>
    </Dialog>
  );
};
