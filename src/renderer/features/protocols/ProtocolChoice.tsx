import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useProtocols } from '../../state/mirror-store.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { searchGroups, type PickItem } from '../../ui/search-groups.ts';

const LAYOUT = { rowSize: 32, padding: 4 };

const Item = ({ item }: { item: PickItem }) => (
  <ListBoxItem id={item.id} textValue={item.id} className="pr-choice">
    <Check className="i i-14" aria-hidden />
    <span className="fig cut">{item.id}</span>
    <span className="mut cut">{item.detail}</span>
    <span className="chip">{item.chip}</span>
  </ListBoxItem>
);

interface ProtocolChoiceProps {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** Any number of the protocols there are. What is chosen stays so while something else is searched for. */
export const ProtocolChoice = ({ chosen, onChange }: ProtocolChoiceProps) => {
  const protocols = useProtocols();
  const [search, setSearch] = useState('');
  const items = useMemo(
    () =>
      Object.values(protocols)
        .map(({ protocol_name, protocol_type, description }) => ({
          id: protocol_name,
          chip: protocol_type.toUpperCase(),
          detail: description ?? '',
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    [protocols],
  );
  const shown = useMemo(
    () => searchGroups([{ label: '', items }], search)[0]?.items ?? [],
    [items, search],
  );
  const all = shown.every(({ id }) => chosen.has(id));
  const toggleShown = (): void => {
    const after = new Set(chosen);
    for (const { id } of shown) {
      if (all) after.delete(id);
      else after.add(id);
    }
    onChange(after);
  };
  return (
    <div className="f">
      <span id="own-pack-protocols">Protocols to export</span>
      <div className="pr-line">
        <SearchField
          label="Search protocols to export"
          placeholder={`Search ${items.length} protocols`}
          value={search}
          onChange={setSearch}
        />
        <button
          type="button"
          className="btn"
          disabled={shown.length === 0}
          onClick={toggleShown}
        >
          {all && shown.length > 0 ? 'Leave out' : 'Choose'} the {shown.length} shown
        </button>
      </div>
      <Virtualizer layout={ListLayout} layoutOptions={LAYOUT}>
        <ListBox
          aria-labelledby="own-pack-protocols"
          className="pr-choices"
          items={shown}
          selectionMode="multiple"
          selectionBehavior="toggle"
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChange(
              new Set(
                keys === 'all'
                  ? [...chosen, ...shown.map(({ id }) => id)]
                  : [...keys].map(String),
              ),
            )
          }
          escapeKeyBehavior="none"
          renderEmptyState={() => <p className="search-none">Nothing is like “{search}”.</p>}
        >
          {(item: PickItem) => <Item item={item} />}
        </ListBox>
      </Virtualizer>
    </div>
  );
};
