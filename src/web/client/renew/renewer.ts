const least = 1000;
const spread = 600;

/**
 * Loads the page anew when something happened, never twice at a time: what happens meanwhile is one more time after it.
 * It rests ten times as long as loading took, so that many viewers of a slow page do not make it slower.
 * @param take gets the document; nothing is called where the page could not be had
 */
export function renewer(take: (fresh: Document) => void): () => void {
  let waiting = false;
  let again = false;
  let rest = 0;
  const run = async (): Promise<void> => {
    const from = performance.now();
    try {
      const fresh = await fetchPage(location.href);
      if (fresh !== null) take(fresh);
    } finally {
      rest = Math.max(least, (performance.now() - from) * 10);
      setTimeout(() => {
        waiting = false;
        if (again) ask();
      }, rest);
    }
  };
  const ask = (): void => {
    again = waiting;
    if (waiting) return;
    waiting = true;
    // Not all viewers at the same moment.
    setTimeout(() => void run(), Math.random() * spread);
  };
  return ask;
}

/** Null where the server is away or answers something else: what is shown stays. */
export async function fetchPage(url: string): Promise<Document | null> {
  try {
    const response = await fetch(url, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  } catch {
    return null;
  }
}
