const pause = 350;
/** What comes by itself is not said more often. */
const newsEvery = 10_000;

/** Says where one is on the picture, when one stays; and now and then that something new is lit. */
export class Announcer {
  readonly #region: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #news: ReturnType<typeof setTimeout> | undefined;
  #newsAt = Number.NEGATIVE_INFINITY;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  say(text: () => string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#region.textContent = text();
    }, pause);
  }

  /** The newest wins where several come in a short time. */
  tellNews(text: () => string, now: number): void {
    clearTimeout(this.#news);
    const wait = Math.max(pause, this.#newsAt + newsEvery - now);
    this.#news = setTimeout(() => {
      this.#newsAt = now + wait;
      this.#region.textContent = text();
    }, wait);
  }
}
