import { useState } from 'react';
import { Link } from 'wouter';
import type { PackInstallBody, PackListing, PackState } from '#shared/contract/packs.ts';
import { fieldChanges, type FieldChange } from '#shared/domain/field-conflicts.ts';
import { Choice } from './Choice.tsx';

type Packed = PackListing['protocols'][number];

/** What is to become of a protocol that differs from the pack's. */
type Fate = 'update' | 'replace' | 'leave';

const FATES: Partial<Record<PackState, readonly { value: Fate; words: string }[]>> = {
  newer: [
    { value: 'update', words: 'Update' },
    { value: 'leave', words: 'Leave it' },
  ],
  both: [
    { value: 'update', words: 'Update, keep my edits' },
    { value: 'replace', words: 'Replace by the pack’s' },
    { value: 'leave', words: 'Leave it' },
  ],
  edited: [
    { value: 'leave', words: 'Keep mine' },
    { value: 'replace', words: 'Replace by the pack’s' },
  ],
};

const STATE_WORDS: Partial<Record<PackState, string>> = {
  newer: 'the pack changed it',
  both: 'you edited it, and the pack changed it',
  edited: 'you edited it',
};

const usual = (state: PackState): Fate => (state === 'edited' ? 'leave' : 'update');

const shown = (value: unknown): string =>
  value === undefined ? '(not there)' : JSON.stringify(value);

/** Without what the pack once brought nobody can tell who changed a field: then it counts as edited here. */
const changesOf = ({ offered, stored, base }: Packed): FieldChange[] =>
  fieldChanges(base ?? offered, offered, stored ?? {});

const WHO: Record<FieldChange['by'], string> = {
  theirs: 'the pack changed it',
  mine: 'you changed it',
  both: 'both changed it',
};

const Difference = ({ packed, fate }: { packed: Packed; fate: Fate }) => (
  <ul className="pr-diff">
    {changesOf(packed).map(({ path, theirs, mine, by }) => {
      const takesPacks = fate === 'replace' || (fate === 'update' && by === 'theirs');
      return (
        <li key={path}>
          <b className="fig">{path}</b> <span className="mut">{WHO[by]}:</span> yours{' '}
          <code data-taken={takesPacks ? undefined : true}>{shown(mine)}</code> · pack’s{' '}
          <code data-taken={takesPacks ? true : undefined}>{shown(theirs)}</code>{' '}
          <span className="mut">→ {takesPacks ? 'pack’s' : 'yours'}</span>
        </li>
      );
    })}
  </ul>
);

const versionWords = ({ version, installed_version: installed }: PackListing): string => {
  if (installed === null || installed === version) return `version ${version}`;
  return `version ${installed} installed, ${version} here`;
};

interface PackPartProps {
  listing: PackListing;
  isBusy: boolean;
  onInstall: (body: PackInstallBody) => void;
}

/** One pack: what of it is in the show, what differs, and what is to become of that. */
export const PackPart = ({ listing, isBusy, onInstall }: PackPartProps) => {
  const { pack, title, protocols } = listing;
  const [fates, setFates] = useState<ReadonlyMap<string, Fate>>(new Map());
  const missing = protocols.filter(({ state }) => state === 'missing').length;
  const different = protocols.filter(({ state }) => FATES[state]);
  const fateOf = ({ offered, state }: Packed): Fate =>
    fates.get(offered.protocol_name) ?? usual(state);
  const named = (fate: Fate): string[] =>
    different
      .filter((packed) => fateOf(packed) === fate)
      .map(({ offered }) => offered.protocol_name);
  const [updates, replaces] = [named('update').length, named('replace').length];
  const does = [
    ...(missing > 0 ? [`Install ${missing}`] : []),
    ...(updates > 0 ? [`update ${updates}`] : []),
    ...(replaces > 0 ? [`replace ${replaces}`] : []),
  ].join(', ');
  const install = (): void => {
    onInstall({
      replace: named('replace'),
      leave: named('leave'),
      revisions: Object.fromEntries(
        protocols.flatMap(({ offered, revision }) =>
          revision === null ? [] : [[offered.protocol_name, revision]],
        ),
      ),
    });
    setFates(new Map());
  };
  return (
    <section className="pr-part" aria-label={title}>
      <div className="pr-line">
        <h2>{title}</h2>
        <span className="mut">
          {versionWords(listing)} · {protocols.length - missing} of {protocols.length} installed
          {different.length > 0 && ` · ${different.length} differ`}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          disabled={does === '' || isBusy}
          onClick={install}
        >
          {does === '' ? 'Up to date' : does.charAt(0).toUpperCase() + does.slice(1)}
        </button>
      </div>
      {different.map((packed) => {
        const name = packed.offered.protocol_name;
        return (
          <div key={name} className="pr-packed">
            <div className="pr-line">
              <Link href={`/protocols/${name}`} className="fig">
                {name}
              </Link>
              <span className="mut">{STATE_WORDS[packed.state]}</span>
              <span className="grow" />
              <Choice
                label={`What becomes of ${name}`}
                name={`fate-${pack}-${name}`}
                value={fateOf(packed)}
                options={FATES[packed.state] ?? []}
                onChange={(fate) => setFates((now) => new Map(now).set(name, fate))}
              />
            </div>
            <Difference packed={packed} fate={fateOf(packed)} />
          </div>
        );
      })}
      <details>
        <summary className="mut">What is in it</summary>
        <ul className="pr-used">
          {protocols.map(({ offered, state }) => (
            <li key={offered.protocol_name} className="chip fig">
              {state === 'missing' ? (
                `${offered.protocol_name} · missing`
              ) : (
                <Link href={`/protocols/${offered.protocol_name}`}>
                  {offered.protocol_name}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
};
