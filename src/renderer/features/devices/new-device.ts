/** In place of a device's name in the address of the page: no name may hold it. */
export const NEW_DEVICE = '+new';
