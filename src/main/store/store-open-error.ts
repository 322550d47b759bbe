/** The store can't be opened as asked, and waiting would not help: one line for the person who started us. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}
