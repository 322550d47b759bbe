import { useId } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { DECK_MODELS } from '#shared/domain/deck-geometry.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { DeckPicture } from './DeckPicture.tsx';
import { withModel, type TypedDevice } from './device-draft.ts';
import { FieldNote } from '../../ui/TextField.tsx';
import { DeviceText } from './DeviceText.tsx';

const MODELS = Object.entries(DECK_MODELS).map(
  ([type, { name, rows, cols }]) => [type, `${name} ${cols}×${rows}`] as const,
);
const OTHER = 'other';

/** Which surface it is, and its grid. A model brings its own; any other kind of device is named. */
export const DeckFields = () => {
  const id = useId();
  const {
    register,
    setValue,
    formState: { errors },
  } = useFormContext<TypedDevice>();
  const [type, rows, cols] = useWatch<TypedDevice, ['device_type', 'rows', 'cols']>({
    name: ['device_type', 'rows', 'cols'],
  });
  const typed = { shouldDirty: true, shouldValidate: true };
  const isModel = DECK_MODELS[type] !== undefined;
  const choose = (chosen: string): void => {
    setValue('device_type', chosen === OTHER ? 'virtual_surface' : chosen, typed);
    const grid = withModel(chosen);
    if (grid.rows !== undefined) setValue('rows', grid.rows, typed);
    if (grid.cols !== undefined) setValue('cols', grid.cols, typed);
  };
  return (
    <>
      <div className="d-two">
        <ChoiceField
          label="Deck"
          value={isModel ? type : OTHER}
          options={[...MODELS, [OTHER, 'Another kind of device']]}
          onChange={choose}
        />
        <DeckPicture rows={Number(rows)} cols={Number(cols)} />
      </div>
      {!isModel && (
        <div className="f">
          <label htmlFor={id}>Kind</label>
          <input
            id={id}
            className="in fig"
            aria-invalid={errors.device_type !== undefined}
            aria-describedby={`${id}-note`}
            {...register('device_type')}
          />
          <FieldNote
            id={`${id}-note`}
            problems={errors.device_type?.message}
            help="A name that says what it is: virtual_surface, mixer, playout."
          />
        </div>
      )}
      <div className="d-three">
        <DeviceText name="rows" label="Rows" kind="number" />
        <DeviceText name="cols" label="Columns" kind="number" />
        <DeviceText name="page_count" label="Pages" kind="number" />
      </div>
    </>
  );
};
