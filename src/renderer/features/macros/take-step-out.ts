import { offerUndo } from '../../state/undo-toast.ts';
import { insertStep, placeOf, removeStep, type StepPlace } from './draft-edits.ts';
import type { StepDraft } from './draft.ts';
import { stepName } from './step-words.ts';
import type { MacroEdit } from './use-macro-draft.ts';

/** `Step 3`, `Abort step 1`. */
export const stepTitle = ({ list, index }: StepPlace): string =>
  list === 'steps' ? `Step ${index + 1}` : `Abort step ${index + 1}`;

/** Removes a step and offers the way back. */
export const takeStepOut = (
  edit: MacroEdit['edit'],
  place: StepPlace,
  step: StepDraft,
): void => {
  edit((draft) => removeStep(draft, place));
  offerUndo(`${stepTitle(place)} removed: ${stepName(step)}`, () =>
    edit((draft) =>
      // It may have come back by Ctrl+Z.
      placeOf(draft, step.id)
        ? draft
        : insertStep(draft, { list: place.list, index: place.index - 1 }, step),
    ),
  );
};
