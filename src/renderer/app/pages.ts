import {
  Activity,
  Bot,
  Cable,
  Database,
  FileText,
  LayoutGrid,
  Settings,
  Siren,
  Target,
  Video,
  Workflow,
  type LucideIcon,
} from 'lucide-react';

export interface PageEntry {
  path: string;
  name: string;
  /** Where the rail is narrow. */
  short: string;
  icon: LucideIcon;
  /** A line is drawn before it. */
  first?: boolean;
  /** Pages that are reached from this one. */
  holds?: readonly string[];
}

export const PAGES: PageEntry[] = [
  { path: '/', name: 'Control room', short: 'Control', icon: LayoutGrid },
  { path: '/intents', name: 'Intents', short: 'Intents', icon: Target, first: true },
  { path: '/macros', name: 'Macros', short: 'Macros', icon: Workflow },
  {
    path: '/devices',
    name: 'Devices & protocols',
    short: 'Devices',
    icon: Cable,
    holds: ['/protocols', '/packs'],
  },
  { path: '/cameras', name: 'Cameras', short: 'Cameras', icon: Video, first: true },
  { path: '/hardware', name: 'Hardware', short: 'Hardware', icon: Siren },
  { path: '/agents', name: 'Agents', short: 'Agents', icon: Bot },
  { path: '/state', name: 'State', short: 'State', icon: Database, first: true },
  { path: '/telemetry', name: 'Telemetry', short: 'Telemetry', icon: Activity },
  { path: '/audit', name: 'Audit', short: 'Audit', icon: FileText },
  { path: '/settings', name: 'Settings', short: 'Settings', icon: Settings },
];
