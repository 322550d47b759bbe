import {
  figureOf,
  flagOf,
  found,
  objectOf,
  RequestRefusal,
  textOf,
  type RequestData,
} from './fields.ts';

interface Input {
  muted: boolean;
  /** Decibels, -100 to 26. */
  volumeDb: number;
  settings: Record<string, unknown>;
  /** The last action of its media, where it has any. */
  media: string | null;
}

interface SceneItem {
  id: number;
  source: string;
  enabled: boolean;
}

/** One of the things that run or do not. */
type Output = 'stream' | 'record' | 'virtualCam' | 'replayBuffer';

const input = (volumeDb = 0): Input => ({ muted: false, volumeDb, settings: {}, media: null });

const items = (...sources: string[]): SceneItem[] =>
  sources.map((source, at) => ({ id: at + 1, source, enabled: true }));

type Answer = Record<string, unknown> | void;
type Handler = (data: RequestData) => Answer;

/** The state of an OBS with a small show in it, and the requests that change it. */
export class ObsModel {
  readonly scenes = new Map<string, SceneItem[]>([
    ['Wide', items('Camera 1', 'Lower third', 'Clock')],
    ['Close-up', items('Camera 2', 'Lower third')],
    ['Slides', items('Laptop', 'Camera 1')],
    ['Break', items('Loop')],
  ]);
  readonly inputs = new Map<string, Input>([
    ['Mic', input()],
    ['Music', input(-12)],
    ['Lower third', input()],
    ['Loop', input(-6)],
  ]);
  readonly filters = new Map<string, boolean>([['Camera 1/Colour correction', true]]);
  readonly transitions = new Map<string, true>([
    ['Cut', true],
    ['Fade', true],
    ['Stinger', true],
  ]);
  readonly hotkeys = new Map<string, number>([
    ['OBSBasic.StartStreaming', 0],
    ['OBSBasic.Screenshot', 0],
    ['ReplayBuffer.Save', 0],
  ]);
  program = 'Wide';
  preview = 'Close-up';
  studioMode = true;
  transition = 'Fade';
  transitionMs = 300;
  paused = false;
  savedReplays = 0;
  readonly running: Record<Output, boolean> = {
    stream: false,
    record: false,
    virtualCam: false,
    replayBuffer: false,
  };
  readonly #handlers: ReadonlyMap<string, Handler>;

  constructor() {
    this.#handlers = new Map(
      Object.entries({ ...this.#shows(), ...this.#outputs(), ...this.#sound() }),
    );
  }

  /** Does a request and gives what it answers. @throws RequestRefusal with the status that OBS would have. */
  perform(requestType: string, data: RequestData): Answer {
    const handler = this.#handlers.get(requestType);
    if (!handler)
      throw new RequestRefusal(204, `Your request type is not valid: \`${requestType}\`.`);
    return handler(data);
  }

  #shows(): Record<string, Handler> {
    return {
      GetVersion: () => ({
        obsVersion: '31.0.0',
        obsWebSocketVersion: '5.5.4',
        rpcVersion: 1,
        availableRequests: [...this.#handlers.keys()],
      }),
      GetSceneList: () => ({
        currentProgramSceneName: this.program,
        currentPreviewSceneName: this.studioMode ? this.preview : null,
        scenes: [...this.scenes.keys()].map((sceneName) => ({ sceneName })),
      }),
      GetCurrentProgramScene: () => ({ currentProgramSceneName: this.program }),
      SetCurrentProgramScene: (data) => {
        this.program = this.#scene(data);
      },
      SetCurrentPreviewScene: (data) => {
        this.#needStudioMode();
        this.preview = this.#scene(data);
      },
      SetStudioModeEnabled: (data) => {
        this.studioMode = flagOf(data, 'studioModeEnabled');
      },
      TriggerStudioModeTransition: () => {
        this.#needStudioMode();
        [this.program, this.preview] = [this.preview, this.program];
      },
      SetCurrentSceneTransition: (data) => {
        const name = textOf(data, 'transitionName');
        found(this.transitions, name, 'transition');
        this.transition = name;
      },
      SetCurrentSceneTransitionDuration: (data) => {
        this.transitionMs = figureOf(data, 'transitionDuration', [50, 20_000]);
      },
      SetSceneItemEnabled: (data) => {
        const list = found(this.scenes, textOf(data, 'sceneName'), 'source');
        const id = figureOf(data, 'sceneItemId', [0, Number.MAX_SAFE_INTEGER]);
        const enabled = flagOf(data, 'sceneItemEnabled');
        const item = list.find((each) => each.id === id);
        if (!item)
          throw new RequestRefusal(600, `No scene items were found in scene by ID ${id}.`);
        item.enabled = enabled;
      },
      SetSourceFilterEnabled: (data) => {
        const key = `${textOf(data, 'sourceName')}/${textOf(data, 'filterName')}`;
        found(this.filters, key, 'filter');
        this.filters.set(key, flagOf(data, 'filterEnabled'));
      },
      TriggerHotkeyByName: (data) => {
        const name = textOf(data, 'hotkeyName');
        this.hotkeys.set(name, found(this.hotkeys, name, 'hotkey') + 1);
      },
    };
  }

  #outputs(): Record<string, Handler> {
    const pair = (word: string, output: Output): Record<string, Handler> => ({
      [`Start${word}`]: () => this.#start(output),
      [`Stop${word}`]: () => this.#stop(output),
      [`Toggle${word}`]: () => {
        if (this.running[output]) this.#stop(output);
        else this.#start(output);
        return { outputActive: this.running[output] };
      },
    });
    return {
      ...pair('Stream', 'stream'),
      ...pair('Record', 'record'),
      ...pair('VirtualCam', 'virtualCam'),
      ...pair('ReplayBuffer', 'replayBuffer'),
      PauseRecord: () => this.#pause(true),
      ResumeRecord: () => this.#pause(false),
      SaveReplayBuffer: () => {
        if (!this.running.replayBuffer)
          throw new RequestRefusal(501, 'The output is not running.');
        this.savedReplays += 1;
      },
      GetStreamStatus: () => ({ outputActive: this.running.stream }),
      GetRecordStatus: () => ({ outputActive: this.running.record, outputPaused: this.paused }),
    };
  }

  #sound(): Record<string, Handler> {
    return {
      SetInputMute: (data) => {
        this.#input(data).muted = flagOf(data, 'inputMuted');
      },
      ToggleInputMute: (data) => {
        const of = this.#input(data);
        of.muted = !of.muted;
        return { inputMuted: of.muted };
      },
      SetInputVolume: (data) => {
        const of = this.#input(data);
        if (data['inputVolumeDb'] === undefined) {
          const times = figureOf(data, 'inputVolumeMul', [0, 20]);
          of.volumeDb = times === 0 ? -100 : Math.max(-100, 20 * Math.log10(times));
        } else of.volumeDb = figureOf(data, 'inputVolumeDb', [-100, 26]);
      },
      SetInputSettings: (data) => {
        const of = this.#input(data);
        const settings = objectOf(data, 'inputSettings');
        of.settings = data['overlay'] === false ? settings : { ...of.settings, ...settings };
      },
      TriggerMediaInputAction: (data) => {
        this.#input(data).media = textOf(data, 'mediaAction');
      },
    };
  }

  #scene(data: RequestData): string {
    const name = textOf(data, 'sceneName');
    found(this.scenes, name, 'source');
    return name;
  }

  #input(data: RequestData): Input {
    return found(this.inputs, textOf(data, 'inputName'), 'source');
  }

  #needStudioMode(): void {
    if (!this.studioMode) throw new RequestRefusal(506, 'Studio mode is not active.');
  }

  #start(output: Output): void {
    if (this.running[output]) throw new RequestRefusal(500, 'The output is running already.');
    this.running[output] = true;
  }

  #stop(output: Output): Answer {
    if (!this.running[output]) throw new RequestRefusal(501, 'The output is not running.');
    this.running[output] = false;
    if (output !== 'record') return {};
    this.paused = false;
    return { outputPath: '/recordings/take.mkv' };
  }

  #pause(paused: boolean): void {
    if (!this.running.record) throw new RequestRefusal(501, 'The output is not running.');
    if (this.paused === paused)
      throw new RequestRefusal(
        paused ? 502 : 503,
        `The output is ${paused ? '' : 'not '}paused.`,
      );
    this.paused = paused;
  }
}
