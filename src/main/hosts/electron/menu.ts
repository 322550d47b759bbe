import { Menu } from 'electron';

/**
 * macOS needs a menu for copy, paste and quit. Elsewhere there is none, so that no accelerator of a menu
 * (reload, close, zoom) takes a key that belongs to the operator.
 */
export const setMenu = (os: NodeJS.Platform): void => {
  Menu.setApplicationMenu(
    os === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
      : null,
  );
};
