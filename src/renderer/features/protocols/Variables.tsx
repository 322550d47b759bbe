import { KeyRound } from 'lucide-react';
import { Link } from 'wouter';
import type { Protocol } from '#shared/contract/protocol.ts';
import { landingsOf } from './landings.ts';
import type { FieldsProps } from './ProtocolFields.tsx';

const countWords = (variables: number, secrets: number): string => {
  const needed =
    variables === 0 ? 'none required' : `${variables} required, found in the template`;
  return secrets === 0 ? needed : `${needed}; ${secrets} secret${secrets === 1 ? '' : 's'}`;
};

/** What has to be given, where it lands, and a sample of each. */
export const Variables = ({
  protocol,
  values,
  set,
}: Pick<FieldsProps, 'values' | 'set'> & { protocol: Protocol }) => {
  const landings = landingsOf(protocol);
  const secrets = landings.filter(({ isSecret }) => isSecret).length;
  return (
    <section className="pr-part" aria-label="Variables">
      <div className="pr-line">
        <h2>Variables</h2>
        <span className="mut">{countWords(landings.length - secrets, secrets)}</span>
      </div>
      {landings.length > 0 && (
        <table className="pr-vars">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Lands in</th>
              <th scope="col">Must be</th>
              <th scope="col">Sample</th>
            </tr>
          </thead>
          <tbody>
            {landings.map(({ name, isSecret, places, mustBe }) => (
              <tr key={`${isSecret} ${name}`}>
                <th scope="row" className="fig" data-secret={isSecret ? true : undefined}>
                  {isSecret && <KeyRound className="i i-14" aria-label="secret" />}
                  {name}
                </th>
                <td>{places.join(', ')}</td>
                <td>{mustBe}</td>
                <td>
                  {isSecret ? (
                    <Link href="/settings" className="link">
                      in Settings
                    </Link>
                  ) : (
                    <input
                      className="in fig"
                      aria-label={`Sample of ${name}`}
                      value={values.samples[name] ?? ''}
                      onChange={(event) =>
                        set('samples', { ...values.samples, [name]: event.target.value })
                      }
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};
