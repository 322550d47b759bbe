import { Search } from 'lucide-react';
import type { KeyboardEvent } from 'react';

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  placeholder: string;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** Words that a list is searched for. */
export const SearchField = ({
  label,
  value,
  onChange,
  placeholder,
  onKeyDown,
}: SearchFieldProps) => (
  <span className="search-field">
    <Search className="i i-14" aria-hidden />
    <input
      className="in"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  </span>
);
