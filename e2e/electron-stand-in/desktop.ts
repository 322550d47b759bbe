/** What an app asks of the desktop around it. It is written down, so that a test can ask what was asked. */
export const asked: { external: string[]; errorBoxes: { title: string; text: string }[] } = {
  external: [],
  errorBoxes: [],
};

export const shell = {
  openExternal(url: string): Promise<void> {
    asked.external.push(url);
    return Promise.resolve();
  },
};

export const dialog = {
  showErrorBox(title: string, text: string): void {
    asked.errorBoxes.push({ title, text });
    process.send?.({ event: 'error-box', title, text });
  },
};

const display = { x: 0, y: 0, width: 1920, height: 1080 };
export const screen = { getAllDisplays: () => [{ bounds: display, workArea: display }] };

let applicationMenu: unknown = 'default';
export const Menu = {
  setApplicationMenu(menu: unknown): void {
    applicationMenu = menu;
  },
  getApplicationMenu: () => applicationMenu,
  buildFromTemplate: (template: unknown) => ({ items: template }),
};

type Answer = (granted: boolean) => void;
type RequestHandler = (contents: unknown, permission: string, answer: Answer) => void;
type CheckHandler = (contents: unknown, permission: string) => boolean;

const createSession = () => {
  const permissions: { request?: RequestHandler; check?: CheckHandler } = {};
  return {
    setPermissionRequestHandler(handler: RequestHandler): void {
      permissions.request = handler;
    },
    setPermissionCheckHandler(handler: CheckHandler): void {
      permissions.check = handler;
    },
    setDevicePermissionHandler(): void {},
    /** Without a handler Electron grants whatever a page asks for. */
    isGranted(contents: unknown, permission: string): boolean {
      let granted = permissions.request === undefined;
      permissions.request?.(contents, permission, (answer) => (granted = answer));
      return granted && (permissions.check?.(contents, permission) ?? true);
    },
  };
};
export const session = { defaultSession: createSession() };
