import { create } from 'zustand';
import {
  emptyMirrorState,
  revisionKey,
  type MirrorState,
  type VersionedKind,
} from '#shared/contract/mirror.ts';

interface MirrorStore extends MirrorState {
  /** False until the first snapshot is here: nothing is known, which is not the same as nothing there. */
  ready: boolean;
}

/** What the engine says there is. Only the link writes to it. */
export const useMirror = create<MirrorStore>(() => ({ ...emptyMirrorState(), ready: false }));

export const useMirrorReady = () => useMirror((mirror) => mirror.ready);
export const useConfig = () => useMirror((mirror) => mirror.config['bridge']);
export const useDevice = (id: string | null) =>
  useMirror((mirror) => (id === null ? undefined : mirror.devices[id]));
export const useVenues = () => useMirror((mirror) => mirror.venues);
export const useDevices = () => useMirror((mirror) => mirror.devices);
export const useLayout = (deviceId: string) => useMirror((mirror) => mirror.layouts[deviceId]);
export const useIntents = () => useMirror((mirror) => mirror.intents);
export const useHealth = (deviceId: string | null) =>
  useMirror((mirror) => (deviceId === null ? undefined : mirror.health[deviceId]));
export const useDevicesHealth = () => useMirror((mirror) => mirror.health);
export const useStoreStatus = () => useMirror((mirror) => mirror.store['redis']);
export const useCorruptions = () => useMirror((mirror) => mirror.corruptions);
export const useExecutions = () => useMirror((mirror) => mirror.executions);
export const useButton = (id: string) => useMirror((mirror) => mirror.buttons[id]);
export const useCameras = () => useMirror((mirror) => mirror.cameras);
export const useHardware = () => useMirror((mirror) => mirror.hardware);
export const useHardwareClients = () => useMirror((mirror) => mirror.hardware_clients);
export const useMacros = () => useMirror((mirror) => mirror.macros);
export const useMacro = (id: string) => useMirror((mirror) => mirror.macros[id]);
export const useMacroRuns = () => useMirror((mirror) => mirror.runs);
export const useProtocols = () => useMirror((mirror) => mirror.protocols);
export const useProtocol = (name: string) => useMirror((mirror) => mirror.protocols[name]);
/** The revision of what is shown, for a draft to remember what it began from. Undefined where there is none. */
export const useRevision = (kind: VersionedKind, name: string) =>
  useMirror((mirror) => mirror.revisions[revisionKey(kind, name)]);
export const usePanic = () => useMirror((mirror) => mirror.panic['panic']);
