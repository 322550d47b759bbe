import type { ButtonChange, ButtonState } from '#shared/contract/button-state.ts';

/** A button that nobody has touched. */
export const untouchedButton = (device_id: string, button_id: string): ButtonState => ({
  device_id,
  button_id,
  state: 'idle',
  press_count: 0,
});

/** The button after the change. A latched (`active`) or disabled key stays so after a single-shot press. */
export const applyButtonChange = (state: ButtonState, change: ButtonChange): ButtonState => {
  const updated_at = change.at;
  switch (change.kind) {
    case 'press':
    case 'down': {
      const rest = state.state === 'pressed' ? 'idle' : state.state;
      return {
        ...state,
        state: change.kind === 'down' && rest !== 'disabled' ? 'pressed' : rest,
        last_pressed: change.at,
        press_count: state.press_count + 1,
        updated_at,
      };
    }
    case 'up':
      return {
        ...state,
        state: state.state === 'pressed' ? 'idle' : state.state,
        updated_at,
      };
    case 'text':
      return { ...state, text: change.text, updated_at };
    case 'color':
      return { ...state, color: change.color, updated_at };
  }
};
