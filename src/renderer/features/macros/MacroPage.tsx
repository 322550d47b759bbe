import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { pickRun } from '../../state/selection-store.ts';
import { useMedia } from '../../ui/use-media.ts';
import { AddStep } from './AddStep.tsx';
import { moveStep, placeOf, stepAt } from './draft-edits.ts';
import { storedStepId, type MacroDraft } from './draft.ts';
import { DryRun } from './DryRun.tsx';
import { Inspector, type InspectorTab } from './Inspector.tsx';
import { MacroConflict } from './MacroConflict.tsx';
import { MacroForm } from './MacroForm.tsx';
import { MacroHead } from './MacroHead.tsx';
import { Notices } from './Notices.tsx';
import { RunBar } from './RunBar.tsx';
import { RunList } from './RunList.tsx';
import { planWords, wrongSteps } from './page-words.ts';
import { StepPane } from './StepPane.tsx';
import { Steps } from './Steps.tsx';
import { takeStepOut } from './take-step-out.ts';
import { useTimeline } from './use-timeline.ts';
import type { MacroEdit } from './use-macro-draft.ts';

interface MacroPageProps {
  macroId: string;
  draft: MacroDraft;
  macroEdit: MacroEdit;
  /** The trace of the run that is picked. */
  trace: ReactNode;
  /** The keys that run it. */
  keys: ReactNode;
  /** Opens its history. */
  history: ReactNode;
}

const useRemembered = (id: string, panelIds: string[]) =>
  useDefaultLayout({
    id: `mcr.panels.${id}`,
    panelIds,
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  });

/** One macro: its steps in time, how it runs, and everything that can be changed about it. */
export const MacroPage = ({
  macroId,
  draft,
  macroEdit,
  trace,
  keys,
  history,
}: MacroPageProps) => {
  const [selected, setSelected] = useState<string | null>(() => draft.steps[0]?.id ?? null);
  const [tab, setTab] = useState<InspectorTab>(draft.stored ? 'step' : 'macro');
  const [, go] = useLocation();
  const time = useTimeline(macroId, draft);
  const isUpright = useMedia('(max-width: 900px) and (orientation: portrait)');
  const down = useRemembered('macro-down', time.dryRun ? ['steps', 'dry'] : ['steps']);
  const across = useRemembered(isUpright ? 'macro-upright' : 'macro-across', ['main', 'insp']);

  const row = time.rows.find(({ id }) => id === selected);
  const stepId = row?.type === 'part' ? row.of : (row?.id ?? '');
  const place = placeOf(draft, stepId);
  const step = place && stepAt(draft, place);
  const report = row?.type === 'step' || row?.type === 'part' ? row.report : null;

  const save = async (): Promise<void> => {
    // The steps of the stored macro are named anew, in the order in which they stand now.
    if (!(await macroEdit.save())) return;
    if (place) setSelected(storedStepId(place));
  };
  const openTrace = (executionId: string): void => {
    pickRun(executionId);
    setTab('trace');
  };
  const select = (id: string): void => {
    setSelected(id);
    const chosen = time.rows.find((each) => each.id === id);
    const execution =
      chosen?.type === 'step' || chosen?.type === 'part' ? chosen.report?.execution_id : null;
    if (tab !== 'trace') setTab('step');
    else if (execution) pickRun(execution);
  };
  const move = (id: string, by: -1 | 1): void =>
    macroEdit.edit((before) => {
      const from = placeOf(before, id);
      return from ? moveStep(before, from, by) : before;
    });
  const remove = (id: string): void => {
    const from = placeOf(draft, id);
    const gone = from && stepAt(draft, from);
    if (!from || !gone) return;
    takeStepOut(macroEdit.edit, from, gone);
    const left = draft[from.list];
    setSelected((left[from.index + 1] ?? left[from.index - 1])?.id ?? null);
  };
  const open = (id: string): void => {
    const chosen = time.rows.find((each) => each.id === id);
    if (chosen?.type !== 'step' && chosen?.type !== 'part') return;
    const execution = chosen.report?.execution_id;
    if (execution) openTrace(execution);
    else setTab('step');
  };

  return (
    <div className="page macro-page">
      <MacroHead
        macroId={macroId}
        draft={draft}
        macroEdit={macroEdit}
        summary={planWords(draft, time.expected)}
        isRunning={time.goesOn}
        history={history}
        save={save}
      />
      <Notices macroId={macroId} macroEdit={macroEdit} />
      <MacroConflict macroId={macroId} draft={draft} onGone={() => go('/macros')} />
      <Group className="room" orientation={isUpright ? 'vertical' : 'horizontal'} {...across}>
        <Panel id="main" minSize={300}>
          <Group orientation="vertical" {...down}>
            <Panel id="steps" minSize={160}>
              <section className="pane steps-pane" aria-label="Steps and run">
                <RunBar
                  macroId={macroId}
                  name={draft.macro_name || macroId}
                  run={time.run}
                  elapsed_ms={time.elapsed_ms}
                  expected_ms={time.expected.isWhole ? time.expected.total_ms : 0}
                  isOlder={time.shownRun !== null && time.shownRun !== time.newest}
                />
                <Steps
                  rows={time.rows}
                  axis={time.axis}
                  plan={time.expected}
                  wrong={wrongSteps(draft, macroEdit.problems)}
                  selected={selected}
                  elapsed_ms={time.goesOn ? time.elapsed_ms : null}
                  onSelect={select}
                  onOpen={open}
                  onMove={move}
                  onRemove={remove}
                />
                <AddStep
                  draft={draft}
                  after={place?.list === 'steps' ? place.index : null}
                  edit={macroEdit.edit}
                  onAdded={(id) => {
                    setSelected(id);
                    setTab('step');
                  }}
                />
              </section>
            </Panel>
            {time.dryRun && (
              <>
                <Separator className="sash" aria-label="Height of the dry run" />
                <Panel id="dry" defaultSize="38" minSize={96}>
                  <DryRun macroId={macroId} execution={time.dryRun} />
                </Panel>
              </>
            )}
          </Group>
        </Panel>
        <Separator className="sash" aria-label="Size of the inspector" />
        <Panel id="insp" defaultSize={isUpright ? '44' : 320} minSize={220}>
          <Inspector
            tab={tab}
            onTab={setTab}
            step={
              place &&
              step && (
                <StepPane
                  macroId={macroId}
                  draft={draft}
                  step={step}
                  place={place}
                  macroEdit={macroEdit}
                  report={report}
                  isOver={!time.goesOn}
                  openTrace={openTrace}
                />
              )
            }
            macro={
              <>
                <MacroForm draft={draft} macroEdit={macroEdit} />
                {draft.stored && <div className="m-keys">{keys}</div>}
              </>
            }
            runs={<RunList macroId={macroId} lines={time.lines} shown={time.run?.id ?? null} />}
            trace={trace}
          />
        </Panel>
      </Group>
    </div>
  );
};
