import { Bot, CodeXml, Siren, User, Workflow, type LucideIcon } from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  operator: User,
  agent: Bot,
  hardware: Siren,
  macro: Workflow,
  api: CodeXml,
};

/** Who asked: `operator`, or `kind:name`, of which the kind is the icon. */
export const OriginLabel = ({ origin }: { origin: string }) => {
  const [kind = '', name] = origin.split(':');
  const Icon = ICONS[kind] ?? User;
  return (
    <span className="org" title={origin}>
      <Icon className="i" aria-hidden />
      <span className="cut">{name ?? kind}</span>
    </span>
  );
};
