/** A browser takes seconds to lay out a megabyte: of more than this the beginning is shown, and kept all of it. */
const MOST_EDITED = { line: 20_000, area: 100_000 };

/** How much is shown of it. Characters. */
export const LONG_SHOWN = 200;

/** True for a text that a field can't take without freezing the page. */
export const isTooLongToEdit = (text: string, place: keyof typeof MOST_EDITED): boolean =>
  text.length > MOST_EDITED[place];

/** The `ref` of a field: a paste that is too long to be laid out is taken without the browser's help. */
export const takingLongPastes =
  (onChange: (text: string) => void) =>
  (element: HTMLInputElement | HTMLTextAreaElement | null): (() => void) => {
    const onBeforeInput = (event: Event): void => {
      if (!element || !(event instanceof InputEvent)) return;
      const pasted = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      const isLine = element instanceof HTMLInputElement;
      if (!isTooLongToEdit(pasted, isLine ? 'line' : 'area') || element.readOnly) return;
      event.preventDefault();
      const { value: before, selectionStart, selectionEnd } = element;
      const text = isLine ? pasted.replaceAll(/[\r\n]+/g, ' ') : pasted;
      const [from, to] = [selectionStart ?? before.length, selectionEnd ?? before.length];
      onChange(`${before.slice(0, from)}${text}${before.slice(to)}`);
    };
    element?.addEventListener('beforeinput', onBeforeInput);
    return () => element?.removeEventListener('beforeinput', onBeforeInput);
  };
