/** A server-sent event: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerEvent {
  /** `message` where none was named. */
  readonly name: string;
  readonly data: string;
}

const longest = 1024 * 1024;

/** Takes the stream's text as it comes. @throws Error for an event that is longer than any should be */
export class EventStream {
  #rest = '';
  #name = '';
  #data: string[] = [];
  #size = 0;
  readonly #tell: (event: ServerEvent) => void;

  constructor(tell: (event: ServerEvent) => void) {
    this.#tell = tell;
  }

  push(text: string): void {
    // A carriage return at the end may be the first half of a line's end.
    const whole = this.#rest + text;
    const kept = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const lines = kept.split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? '') + whole.slice(kept.length);
    for (const line of lines) this.#line(line);
    if (this.#rest.length + this.#size > longest) throw new Error('it sends an event without end');
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch();
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') this.#name = value;
    if (field !== 'data') return;
    this.#data.push(value);
    this.#size += value.length;
    if (this.#size > longest) throw new Error('it sends an event without end');
  }

  #dispatch(): void {
    const event = { name: this.#name === '' ? 'message' : this.#name, data: this.#data.join('\n') };
    const told = this.#data.length > 0;
    this.#name = '';
    this.#data = [];
    this.#size = 0;
    if (told) this.#tell(event);
  }
}
