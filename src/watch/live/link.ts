import { interfaceState } from '../../sys/interface-state.ts';
import { bindCapture } from '../../sys/packet-ring/index.ts';
import type { Capture } from './captures.ts';

/** What became of a watched interface; what cannot be seen meanwhile is not known. */
export interface LinkChange {
  readonly interface: string;
  readonly state: 'up' | 'down' | 'gone' | 'back';
}

/** One capture's interface: ties the socket to it, and again when another one appears under its name. */
export class Link {
  readonly #capture: Capture;
  #index = 0;
  #state: 'up' | 'down' | 'gone' = 'gone';

  constructor(capture: Capture) {
    this.#capture = capture;
    if (capture.interface === null) bindCapture(capture.fd, 0);
    else this.look();
  }

  get state(): 'up' | 'down' | 'gone' {
    return this.#capture.interface === null ? 'up' : this.#state;
  }

  /** What changed since the last look; null for nothing. */
  look(): LinkChange | null {
    const { fd, interface: name } = this.#capture;
    if (name === null) return null;
    const found = interfaceState(fd, name);
    const before = this.#state;
    const returned = found !== null && found.index !== this.#index && this.#index !== 0;
    if (found !== null && found.index !== this.#index) this.#bind(found.index);
    this.#state = found === null ? 'gone' : found.up ? 'up' : 'down';
    if (returned || (before === 'gone' && found !== null)) return { interface: name, state: 'back' };
    return this.#state === before ? null : { interface: name, state: this.#state };
  }

  #bind(index: number): void {
    try {
      bindCapture(this.#capture.fd, index);
      this.#index = index;
    } catch {
      // It went between the look and the bind: the next look tells.
    }
  }
}
