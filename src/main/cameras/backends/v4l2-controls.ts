import type { CameraControl } from '#shared/contract/camera.ts';
import { CameraTrouble } from '../ports.ts';
import { lastLine, type ToolResult } from './run-tool.ts';
import { parseControls } from './v4l2-output.ts';

/** Runs `v4l2-ctl` with these arguments. @throws CameraTrouble where there is no such program. */
export type V4l2Ctl = (args: readonly string[]) => Promise<ToolResult>;

/** The controls of a node with their values now; a camera that has none has none. */
export const readControls = async (ctl: V4l2Ctl, node: string): Promise<CameraControl[]> =>
  parseControls((await ctl(['-d', node, '--list-ctrls-menus'])).stdout);

/** Why a control can't take a value; null where it can. */
export const refusal = (
  controls: readonly CameraControl[],
  name: string,
  value: number,
): CameraTrouble | null => {
  const control = controls.find((one) => one.name === name);
  if (!control)
    return new CameraTrouble(
      `The camera has no control "${name}".`,
      controls.length > 0
        ? `It has: ${controls.map((one) => one.name).join(', ')}.`
        : 'It has no controls at all.',
    );
  if (control.inactive)
    return new CameraTrouble(
      `"${name}" can't be set now.`,
      'An automatic control rules it: switch that one to manual first.',
    );
  const { min, max, menu } = control;
  const outside = (min !== null && value < min) || (max !== null && value > max);
  if (!Number.isSafeInteger(value) || outside)
    return new CameraTrouble(
      `${value} is no value for "${name}".`,
      `Give a whole number from ${min ?? '-∞'} to ${max ?? '∞'}.`,
    );
  if (menu && !(String(value) in menu))
    return new CameraTrouble(
      `${value} is no choice of "${name}".`,
      `Choose one of: ${Object.entries(menu)
        .map(([choice, words]) => `${choice} (${words})`)
        .join(', ')}.`,
    );
  return null;
};

/** Sets a control and says what the camera made of it. @throws CameraTrouble */
export const setAndReadBack = async (
  ctl: V4l2Ctl,
  node: string,
  name: string,
  value: number,
): Promise<number> => {
  const trouble = refusal(await readControls(ctl, node), name, value);
  if (trouble) throw trouble;
  const set = await ctl(['-d', node, `--set-ctrl=${name}=${value}`]);
  // v4l2-ctl ends with 0 although the camera refused; only what it says tells.
  const said = lastLine(set.stderr) || lastLine(set.stdout);
  if (set.status !== 0 || said !== '')
    throw new CameraTrouble(
      `The camera did not take ${value} for "${name}": ${said || 'no reason was given'}`,
      'Read its controls again; another program may hold it.',
    );
  const now = (await readControls(ctl, node)).find((one) => one.name === name);
  if (!now)
    throw new CameraTrouble(
      `"${name}" was set and can't be read back.`,
      'Check that the camera is still connected.',
    );
  return now.value ?? value;
};
