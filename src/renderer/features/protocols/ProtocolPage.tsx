import { ArrowLeft, FileQuestion } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Fault } from '#shared/contract/errors.ts';
import { compileProtocol } from '#shared/domain/compiled-protocol.ts';
import { isSimulated } from '#shared/domain/target.ts';
import { hintOf } from '../../link/faults.ts';
import { putTyped } from '../../link/put-typed.ts';
import {
  useConfig,
  useDevices,
  useIntents,
  useMirrorReady,
  useProtocol,
} from '../../state/mirror-store.ts';
import { useRoomVariables } from '../../state/room-variables.ts';
import { useEntityForm } from '../../state/use-entity-form.ts';
import { DropButton } from '../../ui/DropButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { restInWords, SaveRest } from '../../ui/SaveRest.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { UndoButtons } from '../../ui/UndoButtons.tsx';
import { fieldWords } from './field-words.ts';
import { previewOf } from './preview.ts';
import { ProtocolConflict } from './ProtocolConflict.tsx';
import { ProtocolFields, type SetField } from './ProtocolFields.tsx';
import {
  blankForm,
  formOf,
  ProtocolFormSchema,
  protocolOf,
  sampleOf,
  SoundFormSchema,
  type ProtocolForm,
} from './protocol-form.ts';
import { ProtocolMenu } from './ProtocolMenu.tsx';
import { SuccessRule } from './SuccessRule.tsx';
import { TestSend } from './TestSend.tsx';
import { usersOf } from './used-by.ts';
import { Variables } from './Variables.tsx';
import { WhatLeaves } from './WhatLeaves.tsx';

const BLANK = blankForm('');

const put = (name: string, form: ProtocolForm, revision: string | null) =>
  putTyped('protocol', name, protocolOf(form), revision, formOf);

const Missing = ({ name, history }: { name: string; history: ReactNode }) => {
  const ready = useMirrorReady();
  if (!ready) return <p className="waiting sec">Waiting for the engine.</p>;
  return (
    <EmptyState icon={FileQuestion} title={`There is no protocol ${name}`}>
      <p>It was deleted or renamed, or never stored.</p>
      <Link href="/protocols" className="btn">
        Show all protocols
      </Link>
      {history}
    </EmptyState>
  );
};

const UsedBy = ({ users }: { users: readonly string[] }) => (
  <section className="pr-part" aria-label="Used by">
    <div className="pr-line">
      <h2>Used by</h2>
      <span className="mut">
        {users.length === 0 ? 'no intent yet' : `${users.length} intents`}
      </span>
    </div>
    {users.length > 0 && (
      <ul className="pr-used">
        {users.map((user) => (
          <li key={user}>
            <Link href={`/intents/${user}`} className="chip fig">
              {user}
            </Link>
          </li>
        ))}
      </ul>
    )}
  </section>
);

interface ProtocolPageProps {
  name: string | null;
  /** Opens its history; nothing for a new one. */
  history: ReactNode;
}

/** The editor of one protocol; `name` is null for a new one. */
export const ProtocolPage = ({ name, history }: ProtocolPageProps) => {
  const protocol = useProtocol(name ?? '');
  const stored = useMemo(() => protocol && formOf(protocol), [protocol]);
  const [, go] = useLocation();
  const entityForm = useEntityForm({
    kind: 'protocol',
    name,
    schema: SoundFormSchema,
    draftSchema: ProtocolFormSchema,
    stored: name === null ? undefined : stored,
    blank: BLANK,
    nameOf: ({ protocol_name }) => protocol_name,
    put,
    saved: ({ protocol_name }) => {
      if (name === null) go(`/protocols/${protocol_name}`);
    },
  });
  const { form, isDirty, saving, fault, changedMeanwhile, save, drop } = entityForm;
  const undo = entityForm.history;
  const [menuFault, setMenuFault] = useState<Fault | null>(null);
  const [device, setDevice] = useState<string | null>(null);
  const devices = useDevices();
  const config = useConfig();
  const intents = useIntents();
  const values = form.watch();
  const set: SetField = (field, value) => form.setValue(field, value, { shouldDirty: true });
  const made = protocolOf(values);
  const session = useRoomVariables(made.ok ? compileProtocol(made.value).sessionVariables : []);
  if (name !== null && entityForm.isGone) return <Missing name={name} history={history} />;

  const problems = made.ok ? [] : made.problems;
  const users = usersOf(name ?? '', intents);
  const deviceId = device ?? Object.keys(devices).sort()[0] ?? null;
  const picked = deviceId === null ? undefined : devices[deviceId];
  const samples = Object.fromEntries(
    Object.entries(values.samples)
      .filter(([, text]) => text !== '')
      .map(([key, text]) => [key, sampleOf(text)]),
  );
  const preview = made.ok ? previewOf(made.value, picked, config, samples, session) : null;
  const shownFault = fault ?? menuFault;
  return (
    <>
      <div className="pane pr-edit" data-undo={undo.scope}>
        <div className="bar edit-bar pr-head">
          <Link href="/protocols" className="btn pr-back" data-kind="quiet" data-size="icon">
            <ArrowLeft className="i" aria-label="All protocols" />
          </Link>
          <h2 className="fig cut" title={name ?? undefined}>
            {name ?? 'New protocol'}
          </h2>
          {isDirty && <span className="chip">unsaved</span>}
          {changedMeanwhile && (
            <span className="chip" data-tone="amber">
              changed by somebody else
            </span>
          )}
          <span className="grow" />
          {protocol && history}
          {protocol && (
            <ProtocolMenu
              protocol={protocol}
              users={users}
              isDirty={isDirty}
              onFault={setMenuFault}
            />
          )}
          {isDirty && <DropButton onDrop={drop} />}
          <UndoButtons {...undo} />
          <SaveButton
            canSave={isDirty && made.ok && saving !== 'busy'}
            onSave={() => void save()}
          />
        </div>
        <ScrollRegion className="pr-scroll" label="Protocol">
          {saving === 'waiting' && (
            <output className="pr-note">
              The store is away. It is saved as soon as it is back.
            </output>
          )}
          {name !== null && isDirty && problems.length > 0 && (
            <div className="pr-note">
              <SaveRest
                problems={problems.map(([field, message]) => ({
                  field: fieldWords(field),
                  message,
                }))}
                rest={restInWords(entityForm.rest(), fieldWords)}
                isBusy={saving === 'busy'}
                onSaveRest={() => void entityForm.saveRest()}
              />
            </div>
          )}
          {shownFault && (
            <div className="pr-note">
              <FaultNote message={shownFault.message} hint={hintOf(shownFault)} />
            </div>
          )}
          {name === null && (
            <section className="pr-part">
              <TextField
                label="Name"
                value={values.protocol_name}
                kind="figure"
                placeholder="cue_start"
                onChange={(text) => set('protocol_name', text)}
                problem={
                  values.protocol_name === ''
                    ? []
                    : problems
                        .filter(([field]) => field === 'protocol_name')
                        .map(([, message]) => message)
                }
              />
            </section>
          )}
          <ProtocolFields values={values} set={set} problems={problems} />
          <SuccessRule
            values={values}
            set={set}
            problems={problems}
            protocol={made.ok ? made.value : null}
          />
          {name !== null && <UsedBy users={users} />}
        </ScrollRegion>
      </div>
      <div className="pane pr-side" data-undo={undo.scope}>
        <div className="bar">
          <label className="pr-device">
            <span className="mut">To</span>
            <select
              className="pick"
              value={deviceId ?? ''}
              onChange={(event) => setDevice(event.target.value)}
            >
              {Object.keys(devices)
                .sort()
                .map((id) => (
                  <option key={id}>{id}</option>
                ))}
            </select>
          </label>
          <span className="grow" />
        </div>
        <ScrollRegion className="pr-scroll" label="Test">
          {made.ok ? (
            <Variables protocol={made.value} values={values} session={session} set={set} />
          ) : (
            <p className="pr-note help">
              What would leave is shown once this is mended: {problems[0]?.[1]}
            </p>
          )}
          {preview && (
            <WhatLeaves
              command={preview.command}
              fault={preview.fault}
              note={
                picked && isSimulated(picked)
                  ? `${picked.device_id} is simulated: its commands go to the built-in simulator instead.`
                  : null
              }
            />
          )}
          {name !== null && made.ok && (
            <section className="pr-part" aria-label="Test send">
              <TestSend
                name={name}
                deviceId={deviceId}
                variables={samples}
                isDirty={isDirty}
                save={save}
              />
            </section>
          )}
        </ScrollRegion>
      </div>
      <ProtocolConflict edit={entityForm} />
    </>
  );
};
