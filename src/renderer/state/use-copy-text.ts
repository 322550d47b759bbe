import { useState } from 'react';
import { announce } from './announcer.ts';

/** Puts text on the clipboard. `byHand` is the text where that is refused: show it, so that it can be copied by hand. */
export const useCopyText = () => {
  const [byHand, setByHand] = useState<string | null>(null);
  const copy = (what: string, text: string): void => {
    // A page that came over plain HTTP from another machine is given no clipboard.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (!clipboard) {
      setByHand(text);
      return;
    }
    clipboard.writeText(text).then(
      () => announce('copy', `${what} copied`),
      () => setByHand(text),
    );
  };
  return { copy, byHand, close: () => setByHand(null) };
};
