import { Plus, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { SecretEntry } from '#shared/contract/secrets.ts';
import { hintOf } from '../../link/faults.ts';
import { dateOf, utcOf } from '../../state/local-time.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { DeleteSecret } from './DeleteSecret.tsx';
import { SecretForm } from './SecretForm.tsx';
import { useSecrets } from './use-secrets.ts';

const usedBy = ({ used_by }: SecretEntry): string =>
  used_by.length === 0 ? 'Nothing uses it' : `Used by ${used_by.join(', ')}`;

interface SecretProps {
  secret: SecretEntry;
  /** Whether its value is being typed. */
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
  onChanged: () => void;
}

const Secret = ({ secret, isOpen, onOpen, onClose, onChanged }: SecretProps) => {
  const { name, updated_at } = secret;
  const [isDeleting, setIsDeleting] = useState(false);
  return (
    <li className="secret">
      <span>
        <b className="fig">{name}</b>
        {updated_at === null ? (
          <span className="err">
            <TriangleAlert className="i i-14" aria-hidden />
            <span>Missing. {usedBy(secret)}, which can’t be sent.</span>
          </span>
        ) : (
          <span className="help">
            {usedBy(secret)} · set <time title={utcOf(updated_at)}>{dateOf(updated_at)}</time>
          </span>
        )}
      </span>
      <span className="do">
        <button
          type="button"
          className="btn"
          aria-expanded={isOpen}
          aria-label={`${updated_at === null ? 'Add' : 'Replace'} ${name}`}
          onClick={isOpen ? onClose : onOpen}
        >
          {updated_at === null ? 'Add' : 'Replace'}
        </button>
        {updated_at !== null && (
          <IconButton
            icon={Trash2}
            label={`Delete ${name}`}
            onClick={() => setIsDeleting(true)}
          />
        )}
      </span>
      {isOpen && <SecretForm name={name} onSaved={onChanged} onCancel={onClose} />}
      {isDeleting && (
        <DeleteSecret
          secret={secret}
          onClose={() => setIsDeleting(false)}
          onDeleted={() => {
            setIsDeleting(false);
            onChanged();
          }}
        />
      )}
    </li>
  );
};

/** The names of what may not be read: passwords, tokens, keys. Their values go in here and stay in. */
export const Secrets = () => {
  const { entries, fault, reload } = useSecrets();
  /** The secret whose value is being typed; `new` for one without a name yet. */
  const [open, setOpen] = useState<{ name: string } | 'new' | null>(null);
  const changed = (): void => {
    setOpen(null);
    void reload();
  };
  return (
    <>
      <p className="help">
        Write <code className="fig">{'{secret:name}'}</code> in a protocol’s path, query,
        headers, body, arguments or payload. Values are encrypted on this machine, sent to
        devices, and shown nowhere. They are never part of a show.
      </p>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {entries && entries.length > 0 && (
        <ul className="secrets">
          {entries.map((secret) => (
            <Secret
              key={secret.name}
              secret={secret}
              isOpen={open !== null && open !== 'new' && open.name === secret.name}
              onOpen={() => setOpen({ name: secret.name })}
              onClose={() => setOpen(null)}
              onChanged={changed}
            />
          ))}
        </ul>
      )}
      {open === 'new' ? (
        <SecretForm name={null} onSaved={changed} onCancel={() => setOpen(null)} />
      ) : (
        <button type="button" className="btn" onClick={() => setOpen('new')}>
          <Plus className="i i-14" aria-hidden />
          Add a secret
        </button>
      )}
    </>
  );
};
