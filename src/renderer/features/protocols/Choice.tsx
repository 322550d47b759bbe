interface ChoiceProps<T extends string> {
  label: string;
  name: string;
  value: T;
  options: readonly { value: T; words: string }[];
  onChange: (value: T) => void;
}

/** One of a few, side by side. */
export const Choice = <T extends string>({
  label,
  name,
  value,
  options,
  onChange,
}: ChoiceProps<T>) => (
  <div className="seg" role="radiogroup" aria-label={label}>
    {options.map((option) => (
      <label key={option.value}>
        <input
          type="radio"
          className="sr"
          name={name}
          checked={value === option.value}
          onChange={() => onChange(option.value)}
        />
        {option.words}
      </label>
    ))}
  </div>
);
