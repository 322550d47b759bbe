import { createHash } from 'node:crypto';

const digest = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64');

/** What OBS wants to hear for its challenge: the password itself never travels. Base64. */
export const signIn = (
  password: string,
  { challenge, salt }: { challenge: string; salt: string },
): string => digest(digest(password + salt) + challenge);
