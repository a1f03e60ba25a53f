/** Null = as the system has it. */
export type Theme = 'light' | 'dark' | null;

const key = 'theme';

const isTheme = (value: unknown): value is 'light' | 'dark' => value === 'light' || value === 'dark';

/** Kept in this browser only; where nothing may be kept (private windows, blocked storage) the system's theme stays. */
export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(key);
    return isTheme(value) ? value : null;
  } catch {
    return null;
  }
}

export function storeTheme(theme: Theme): void {
  try {
    if (theme === null) localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // It holds for this page then.
  }
}

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === null) delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
