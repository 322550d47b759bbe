/** Hands a text to the person as a file. */
export const saveFile = (name: string, value: unknown): void => {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  // The browser has it only once it began to read.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
