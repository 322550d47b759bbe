import { wirePieces } from './wire-text.ts';

/** What goes over the wire, with CR, LF, NUL and their like as boxes. */
export const Bytes = ({ of }: { of: string }) => {
  let at = 0;
  return wirePieces(of).map((piece) => {
    const key = at++;
    return piece.kind === 'control' ? (
      <span key={key} className="ctl">
        {piece.name}
      </span>
    ) : (
      <span key={key}>{piece.text}</span>
    );
  });
};
