import { useEffect, useState } from 'react';
import { isName } from '#shared/contract/names.ts';
import { ROOM_SESSION } from '#shared/contract/variables.ts';
import { isSameJson } from '#shared/domain/field-conflicts.ts';
import { sessionVariable } from '#shared/domain/template.ts';
import { ask } from '../link/engine.ts';
import { useIsLive } from './connection-store.ts';

type Values = Readonly<Record<string, unknown>>;

const AGAIN_MS = 1000;
const NONE: Values = {};

const readRoom = async (names: string[]): Promise<Values> => {
  const found = await ask((client, options) =>
    client.variables.getMany({ params: { session: ROOM_SESSION }, body: { names } }, options),
  );
  return Object.fromEntries(
    Object.entries(found).map(([name, { value }]) => [sessionVariable(name), value]),
  );
};

/**
 * What `{var:name}` stands for now, in the session of the room, under the names that templates have for them: those
 * that there are. Asked anew each second while somebody looks.
 */
export const useRoomVariables = (names: readonly string[]): Values => {
  const isLive = useIsLive();
  const list = [...new Set(names.filter(isName))].sort().join(' ');
  const [values, setValues] = useState(NONE);
  useEffect(() => {
    if (list === '' || !isLive) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      // There may be no such session yet.
      const now = await readRoom(list.split(' ')).catch(() => NONE);
      if (isOver) return;
      setValues((before) => (isSameJson(before, now) ? before : now));
      timer = setTimeout(() => void look(), AGAIN_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [list, isLive]);
  return list === '' ? NONE : values;
};
