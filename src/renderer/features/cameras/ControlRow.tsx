import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { CameraControl } from '#shared/contract/camera.ts';
import { useControl } from './use-control.ts';
import { Select } from '../../ui/Select.tsx';

const words = (name: string): string => {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

interface InputProps {
  id: string;
  control: CameraControl;
  shown: number;
  set: (value: number) => void;
}

const Input = ({ id, control, shown, set }: InputProps) => {
  const { kind, min, max, step, menu, inactive } = control;
  switch (kind) {
    case 'int':
      return (
        <input
          id={id}
          type="range"
          min={min ?? 0}
          max={max ?? 100}
          step={step ?? 1}
          value={shown}
          disabled={inactive}
          onChange={(event) => set(event.target.valueAsNumber)}
        />
      );
    case 'bool':
      return (
        <input
          id={id}
          type="checkbox"
          checked={shown !== 0}
          disabled={inactive}
          onChange={(event) => set(event.target.checked ? 1 : 0)}
        />
      );
    case 'menu':
      return (
        <Select
          id={id}

          value={String(shown)}
          disabled={inactive}
          onChange={(event) => set(Number(event.target.value))}
        >
          {Object.entries(menu ?? {}).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      );
    case 'button':
      return (
        <button
          id={id}
          type="button"
          className="btn"
          disabled={inactive}
          onClick={() => set(1)}
        >
          Do it
        </button>
      );
  }
};

const figureOf = ({ kind }: CameraControl, shown: number): string => {
  if (kind === 'int') return String(shown);
  return kind === 'bool' ? (shown === 0 ? 'off' : 'on') : '';
};

/** One control of a camera: set, then read back. What the camera made of it is said where it is not what was asked. */
export const ControlRow = ({ slot, control }: { slot: string; control: CameraControl }) => {
  const id = useId();
  const { asked, isOpen, set } = useControl(slot, control.name);
  const read = control.value ?? control.default ?? control.min ?? 0;
  const shown = isOpen && asked !== null ? asked : read;
  const isOther =
    control.kind !== 'button' && !isOpen && asked !== null && asked !== control.value;
  return (
    <div className="cam-control">
      <label htmlFor={id}>{words(control.name)}</label>
      <Input id={id} control={control} shown={shown} set={set} />
      <span className="fig">{figureOf(control, shown)}</span>
      <span>
        {isOther && (
          <span className="chip" data-tone="amber">
            <TriangleAlert className="i i-14" aria-hidden />
            {control.value === null ? 'not read' : `asked ${asked}`}
          </span>
        )}
        {!isOther && control.inactive && <span className="mut">auto</span>}
      </span>
    </div>
  );
};
