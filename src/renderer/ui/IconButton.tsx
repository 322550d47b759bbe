import type { LucideIcon } from 'lucide-react';

interface IconButtonProps {
  icon: LucideIcon;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  /** As in `Control+Z`. */
  shortcut?: string;
  /** False where Tab passes it by: a row has its key for it. */
  isTabStop?: boolean;
}

/** A quiet button whose word is in its tooltip. */
export const IconButton = ({
  icon: Icon,
  label,
  onClick,
  disabled = false,
  shortcut,
  isTabStop = true,
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
    tabIndex={isTabStop ? undefined : -1}
    onClick={onClick}
  >
    <Icon className="i" aria-hidden />
  </button>
);
