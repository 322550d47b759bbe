interface DropButtonProps {
  onDrop: () => void;
  isDisabled?: boolean;
}

/** Back to what is stored; it can be undone. In a narrow bar it is one word. */
export const DropButton = ({ onDrop, isDisabled = false }: DropButtonProps) => (
  <button
    type="button"
    className="btn"
    data-kind="quiet"
    aria-label="Drop changes"
    disabled={isDisabled}
    onClick={onDrop}
  >
    Drop<span className="edit-bar-more">changes</span>
  </button>
);
