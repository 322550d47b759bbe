import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { placeOf, type Place } from './take-words.ts';

/** Goes to a frame or a time that one types. */
export const GoTo = ({ onGo }: { onGo: (place: Place) => void }) => {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      className="go-to"
      onSubmit={(event) => {
        event.preventDefault();
        const place = placeOf(typed);
        setWrong(place === null);
        if (!place) return;
        onGo(place);
        setTyped('');
      }}
    >
      <label htmlFor={id} className="sr">
        Go to a frame or a time
      </label>
      <input
        id={id}
        className="in fig"
        placeholder="120 or 0:04.5"
        size={12}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-why` : undefined}
        onChange={({ target }) => {
          setTyped(target.value);
          setWrong(false);
        }}
      />
      <button type="submit" className="btn">
        Go
      </button>
      {isWrong && (
        <p className="err" id={`${id}-why`} role="alert">
          <X className="i i-14" aria-hidden />
          Type a frame as 120, or a time as 0:04.5 or 4.5 s.
        </p>
      )}
    </form>
  );
};
