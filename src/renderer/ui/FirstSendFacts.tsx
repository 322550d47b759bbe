import type { FirstSend } from '#shared/domain/first-send.ts';

/** Where a first send goes and what leaves, device by device. */
export const FirstSendFacts = ({ sends }: { sends: readonly FirstSend[] }) => (
  <ul className="first-sends">
    {sends.map(({ device_id: id, to, what }) => (
      <li key={id}>
        <b>{id}</b> <span className="fig sec">{to ?? 'its address is not known'}</span>
        {what !== null && <code className="fig">{what}</code>}
      </li>
    ))}
  </ul>
);
