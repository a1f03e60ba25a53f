import { homedir } from 'node:os';

/** The user's folder; `/` for a user who has none: HOME is not set and the password database does not know him. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
