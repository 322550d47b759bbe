import { useId, type ReactNode } from 'react';

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; words: string; icon?: ReactNode }[];
  onChange: (value: T) => void;
  /** Its label is for those who can't see what it stands beside. */
  isQuiet?: boolean;
  /** As wide as there is room, each of the same width. */
  isWide?: boolean;
}

/** One of a few, all of them in sight. */
export const Choice = <T extends string>({
  label,
  value,
  options,
  onChange,
  isQuiet = false,
  isWide = false,
}: ChoiceProps<T>) => {
  const id = useId();
  return (
    <fieldset className="choice" data-wide={isWide || undefined}>
      <legend className={isQuiet ? 'sr' : undefined}>{label}</legend>
      <div className="seg">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              className="sr"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon}
            {option.words}
          </label>
        ))}
      </div>
    </fieldset>
  );
};
