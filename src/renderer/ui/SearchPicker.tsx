import './search-picker.css';
import { ChevronDown, X } from 'lucide-react';
import { useContext, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import {
  Button,
  Collection,
  ComboBox,
  ComboBoxStateContext,
  FieldError,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  ListLayout,
  Popover,
  Text,
  Virtualizer,
} from 'react-aria-components';
import { bestOf, searchGroups, type PickGroup, type PickItem } from './search-groups.ts';

const LAYOUT = { rowSize: 40, headingSize: 26, padding: 4 };

interface BoxProps {
  placeholder: string;
  /** What was typed means this one. Null where nothing is like it, or nothing was typed. */
  best: PickItem | null;
  onLeave: () => void;
}

/** The field itself. Enter takes the first one without a way through the list. */
const Box = ({ placeholder, best, onLeave }: BoxProps) => {
  const state = useContext(ComboBoxStateContext);
  const onKeyDown = (event: KeyboardEvent): void => {
    // Before the field puts back what it had: a name that was typed in full is meant.
    if (event.key === 'Tab') onLeave();
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!state?.isOpen || state.selectionManager.focusedKey !== null || !best) return;
    event.preventDefault();
    event.stopPropagation();
    state.selectionManager.select(best.id);
  };
  return (
    <div
      className="search-box"
      onKeyDownCapture={onKeyDown}
      onBlurCapture={onLeave}
      onInput={() => state?.open(null, 'manual')}
    >
      <Input className="in fig" placeholder={placeholder} spellCheck={false} />
      <Button className="search-open">
        <ChevronDown className="i i-14" aria-hidden />
      </Button>
    </div>
  );
};

const Item = ({ item }: { item: PickItem }) => (
  <ListBoxItem id={item.id} textValue={item.id} className="search-item">
    <span className="search-name">
      <Text slot="label" className="fig cut">
        {item.id}
      </Text>
      {item.chip !== undefined && <span className="chip">{item.chip}</span>}
    </span>
    {item.detail !== undefined && item.detail !== '' && (
      <Text slot="description" className="mut cut">
        {item.detail}
      </Text>
    )}
  </ListBoxItem>
);

interface SearchPickerProps {
  label: string;
  /** Empty while nothing is chosen. */
  value: string;
  groups: readonly PickGroup[];
  placeholder: string;
  /** False: what is chosen was deleted, or never there. */
  isThere: boolean;
  problem?: string | null;
  onChange: (id: string) => void;
  /** Under the field, beside what is wrong about it. */
  help?: ReactNode;
}

/** One of many: typed words search names, descriptions and groups. What is chosen and not there any more is still shown. */
export const SearchPicker = ({
  label,
  value,
  groups,
  placeholder,
  isThere,
  problem = null,
  onChange,
  help,
}: SearchPickerProps) => {
  /** What is searched for; null while nobody searches. */
  const [query, setQuery] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const found = useMemo(() => searchGroups(groups, query ?? ''), [groups, query]);
  // Nothing is built for a list that nobody sees.
  const shown = useMemo(
    () =>
      isOpen || query !== null
        ? found.map((group) => ({ ...group, id: `+${group.label}` }))
        : [],
    [isOpen, query, found],
  );
  const choose = (id: string): void => {
    setQuery(null);
    if (id !== value) onChange(id);
  };
  const leave = (): void => {
    const named = query === null ? null : bestOf(found, query);
    if (named && named.id === query?.trim()) choose(named.id);
    else setQuery(null);
  };
  return (
    <ComboBox
      className="f search"
      items={shown}
      inputValue={query ?? value}
      onInputChange={(text) => setQuery(text === value ? null : text)}
      selectedKey={value === '' ? null : value}
      onSelectionChange={(key) => {
        if (key === null) setQuery(null);
        else choose(String(key));
      }}
      onOpenChange={setIsOpen}
      isInvalid={problem !== null}
      // It opens at what is typed alone: a text that is put back after Escape would open it again.
      menuTrigger="manual"
      allowsEmptyCollection
    >
      <Label>{label}</Label>
      <Box
        placeholder={placeholder}
        best={query === null || query === '' ? null : bestOf(found, query)}
        onLeave={leave}
      />
      {value !== '' && !isThere && query === null && problem === null && (
        <p className="help">There is none of that name.</p>
      )}
      <FieldError className="err">
        <X className="i i-14" aria-hidden />
        <span>{problem}</span>
      </FieldError>
      {help}
      <Popover className="over search-list" offset={2}>
        <Virtualizer layout={ListLayout} layoutOptions={LAYOUT}>
          <ListBox
            className="search-items"
            renderEmptyState={() => <p className="search-none">Nothing is like “{query}”.</p>}
          >
            {(group: PickGroup & { id: string }) => (
              <ListBoxSection id={group.id}>
                <Header className="search-group">{group.label}</Header>
                <Collection items={group.items}>{(item) => <Item item={item} />}</Collection>
              </ListBoxSection>
            )}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  );
};
