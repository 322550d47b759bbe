import { KeyRound } from 'lucide-react';
import { Link } from 'wouter';
import type { Protocol } from '#shared/contract/protocol.ts';
import { landingsOf, type Landing } from './landings.ts';
import type { FieldsProps } from './ProtocolFields.tsx';

type Values = Readonly<Record<string, unknown>>;

const countWords = (landings: readonly Landing[]): string => {
  const secrets = landings.filter(({ isSecret }) => isSecret).length;
  const ofSession = landings.filter(({ isOfSession }) => isOfSession).length;
  const given = landings.length - secrets - ofSession;
  return [
    given === 0 ? 'none required' : `${given} required, found in the template`,
    ...(ofSession === 0 ? [] : [`${ofSession} of the session`]),
    ...(secrets === 0 ? [] : [`${secrets} secret${secrets === 1 ? '' : 's'}`]),
  ].join('; ');
};

const ofSessionWords = (session: Values, name: string): string =>
  Object.hasOwn(session, name) ? `now ${JSON.stringify(session[name])}` : 'not in the session';

/** What has to be given, where it lands, and a sample of each. */
export const Variables = ({
  protocol,
  values,
  session,
  set,
}: Pick<FieldsProps, 'values' | 'set'> & { protocol: Protocol; session: Values }) => {
  const landings = landingsOf(protocol);
  return (
    <section className="pr-part" aria-label="Variables">
      <div className="pr-line">
        <h2>Variables</h2>
        <span className="mut">{countWords(landings)}</span>
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
            {landings.map(({ name, isSecret, isOfSession, places, mustBe }) => (
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
                  ) : isOfSession ? (
                    <span className="fig sec">{ofSessionWords(session, name)}</span>
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
