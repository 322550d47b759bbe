import type { LucideIcon } from 'lucide-react';

interface IconButtonProps {
  icon: LucideIcon;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  /** As in `Control+Z`. */
  shortcut?: string;
}

/** A quiet button whose word is in its tooltip. */
export const IconButton = ({
  icon: Icon,
  label,
  onClick,
  disabled = false,
  shortcut,
}: IconButtonProps) => (
  <button
    type="button"
    className="btn"
    data-kind="quiet"
    data-size="icon"
    aria-label={label}
    title={label}
    aria-keyshortcuts={shortcut}
    disabled={disabled}
    onClick={onClick}
  >
    <Icon className="i" aria-hidden />
  </button>
);
