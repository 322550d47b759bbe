import { LayoutGrid } from 'lucide-react';
import { useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { Device } from '#shared/contract/device.ts';
import { CameraStrip } from '../features/cameras/CameraStrip.tsx';
import { Deck } from '../features/deck/Deck.tsx';
import { Executions } from '../features/executions/Executions.tsx';
import { LoadDemo } from '../features/settings/LoadDemo.tsx';
import { Trace } from '../features/trace/Trace.tsx';
import { useDevice, useMirror, useMirrorReady } from '../state/mirror-store.ts';
import { useSurfaceDeviceId } from '../state/surface.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useMedia } from '../ui/use-media.ts';
import { deckHeightFor, traceWidth } from './control-room-sizes.ts';

const useRemembered = (id: string, panelIds: string[]) =>
  useDefaultLayout({
    id: `mcr.panels.${id}`,
    panelIds,
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  });

const screenNow = () => ({ width: window.innerWidth, height: window.innerHeight });

const PORTRAIT_CAMERAS_PX = 380;

const useHasCameras = (): boolean =>
  useMirror(({ cameras }) =>
    Object.values(cameras).some(({ descriptor }) => descriptor !== null),
  );

/** The cameras beside the deck, where there are any; the trace beside the list. */
const CamerasOverTrace = ({ camerasPx }: { camerasPx: number }) => {
  const down = useRemembered('cameras-over-trace', ['cameras', 'trace']);
  return (
    <Group orientation="vertical" {...down}>
      <Panel
        id="cameras"
        defaultSize={camerasPx}
        minSize={120}
        groupResizeBehavior="preserve-pixel-size"
      >
        <CameraStrip />
      </Panel>
      <Separator className="sash" aria-label="Height of the cameras" />
      <Panel id="trace" minSize={96}>
        <Trace />
      </Panel>
    </Group>
  );
};

/** Beside each other: deck over the list, the trace as a column of its own, with the cameras on top of it. */
const Landscape = ({ device }: { device: Device }) => {
  const across = useRemembered('across', ['left', 'trace']);
  const down = useRemembered(`down.${device.rows}x${device.cols}`, ['deck', 'runs']);
  const [deckPx] = useState(() => deckHeightFor(device, screenNow(), 'landscape'));
  const [tracePx] = useState(() => traceWidth(window.innerWidth));
  const hasCameras = useHasCameras();
  return (
    <Group className="room" {...across}>
      <Panel id="left" minSize={420}>
        <Group orientation="vertical" {...down}>
          <Panel
            id="deck"
            defaultSize={deckPx}
            minSize={180}
            groupResizeBehavior="preserve-pixel-size"
          >
            <Deck device={device} />
          </Panel>
          <Separator className="sash" aria-label="Height of the deck" />
          <Panel id="runs" minSize={96}>
            <Executions />
          </Panel>
        </Group>
      </Panel>
      <Separator className="sash" aria-label="Width of the trace" />
      <Panel id="trace" defaultSize={tracePx} minSize={220}>
        {hasCameras ? <CamerasOverTrace camerasPx={deckPx} /> : <Trace />}
      </Panel>
    </Group>
  );
};

/** On a tablet held upright the deck comes first, as wide as the screen. */
const Portrait = ({ device }: { device: Device }) => {
  const down = useRemembered(`portrait.${device.rows}x${device.cols}`, ['deck', 'below']);
  const across = useRemembered('portrait-across', ['runs', 'trace']);
  const [deckPx] = useState(() => deckHeightFor(device, screenNow(), 'portrait'));
  const hasCameras = useHasCameras();
  return (
    <Group className="room" orientation="vertical" {...down}>
      <Panel
        id="deck"
        defaultSize={deckPx}
        minSize={180}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Deck device={device} />
      </Panel>
      <Separator className="sash" aria-label="Height of the deck" />
      <Panel id="below" minSize={120}>
        <Group {...across}>
          <Panel id="runs" defaultSize="56" minSize={200}>
            <Executions />
          </Panel>
          <Separator className="sash" aria-label="Width of the trace" />
          <Panel id="trace" minSize={200}>
            {hasCameras ? <CamerasOverTrace camerasPx={PORTRAIT_CAMERAS_PX} /> : <Trace />}
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
};

const NoSurface = () => (
  <EmptyState icon={LayoutGrid} title="No surface yet">
    <p>
      A surface is a device with a grid of keys; each key fires an intent and shows what became
      of it. The demo show has one, wired to built-in simulators, so that nothing real moves.
    </p>
    <LoadDemo primary />
  </EmptyState>
);

/** The home page. */
export const ControlRoom = () => {
  const ready = useMirrorReady();
  const device = useDevice(useSurfaceDeviceId());
  const Room = useMedia('(max-width: 900px) and (orientation: portrait)')
    ? Portrait
    : Landscape;
  return (
    <>
      <h1 className="sr">Control room</h1>
      {!ready && <p className="waiting sec">Waiting for the engine.</p>}
      {ready && !device && <NoSurface />}
      {device && <Room key={`${device.rows}x${device.cols}`} device={device} />}
    </>
  );
};
