import { Bot, CodeXml, Siren, User, Workflow, type LucideIcon } from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  operator: User,
  agent: Bot,
  hardware: Siren,
  macro: Workflow,
  api: CodeXml,
};

/** A client of hardware may be called anything: its name is percent-encoded there. */
const nameOf = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
};

/** Who asked: `operator`, or `kind:name`, of which the kind is the icon. */
export const OriginLabel = ({ origin }: { origin: string }) => {
  const [kind = '', name] = origin.split(':');
  const words = name === undefined ? kind : nameOf(name);
  const Icon = ICONS[kind] ?? User;
  return (
    <span className="org" title={origin}>
      <Icon className="i" aria-hidden />
      <span className="cut">{words}</span>
    </span>
  );
};
