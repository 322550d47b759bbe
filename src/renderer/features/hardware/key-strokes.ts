/** Inputs that no character is typed into. */
const NO_TEXT = 'input:is([type="checkbox"], [type="radio"], [type="range"], [type="button"])';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches(NO_TEXT)));

const PRESSES = `button, summary, ${NO_TEXT}, [role="row"], [role="separator"]`;

/** Enter and Space belong to the control that has the focus, where it does something with them; a link takes Enter alone. */
const isForControl = ({ key, target }: KeyboardEvent): boolean => {
  if (!(target instanceof Element) || target.closest('.hw-buzzer')) return false;
  if (key.startsWith('Arrow')) return target.closest(NO_TEXT) !== null;
  if (key === 'Enter') return target.closest(`${PRESSES}, a`) !== null;
  return key === ' ' && target.closest(PRESSES) !== null;
};

/** Whether a key that goes down may press a buzzer: not in a field or a dialog, and not what somebody else took. */
export const isForBuzzer = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  !event.repeat &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !isTyping(event.target) &&
  !isForControl(event) &&
  document.querySelector('dialog:modal') === null;
