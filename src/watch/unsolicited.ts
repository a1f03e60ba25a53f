import { OwnAddresses } from './analysis/own.ts';
import { type Batch, known, protocol, shape, stride, tcpFlag, word } from './record.ts';
import { addressKey } from './tables/sources.ts';

export interface UnsolicitedOptions {
  /** Addresses of this host: what goes elsewhere only passes through. */
  readonly own: readonly string[];
  readonly listens: (transport: 'tcp' | 'udp', port: number) => boolean;
  /** Called for each. */
  readonly count: (transport: 'tcp' | 'udp', port: number) => void;
}

/** A datagram to a port that this host sent from within this time (microseconds) is an answer: RFC 4787 4.3 has 2 minutes. */
const answersFor = 120e6;

/**
 * Packets to quiet ports of this host, port by port, as they come: attempts to connect (SYN, or the scans without ACK)
 * and datagrams where nothing listens. Answers to what this host sent are none, nor is what goes to a service. Who
 * sent them and why is for the analysis; this one costs some nanoseconds a packet.
 */
export class Unsolicited {
  readonly #options: UnsolicitedOptions;
  /** When something was last sent from each UDP port. */
  readonly #sentAt = new Float64Array(65_536).fill(Number.NEGATIVE_INFINITY);
  #own: OwnAddresses;

  constructor(options: UnsolicitedOptions) {
    this.#options = options;
    this.#own = new OwnAddresses(options.own);
  }

  /** The addresses of the host are others now. */
  moveTo(own: readonly string[]): void {
    this.#own = new OwnAddresses(own);
  }

  add({ words, times, size }: Batch): void {
    for (let index = 0; index < size; index++) {
      const at = index * stride;
      const form = words[at + word.shape] as number;
      const number = form & 0xff;
      if (number !== protocol.tcp && number !== protocol.udp) continue;
      if (((words[at + word.known] as number) & known.ports) === 0) continue;
      if (number === protocol.udp) this.#datagram(words, at, form, times[index] as number);
      else if ((form & shape.outgoing) === 0) this.#segment(words, at, form);
    }
  }

  #segment(words: Uint32Array, at: number, form: number): void {
    if (((words[at + word.known] as number) & known.flags) === 0) return;
    // With ACK or RST it answers something, truly or in pretence.
    if (((words[at + word.tcp] as number) & (tcpFlag.ack | tcpFlag.rst)) !== 0) return;
    this.#arrived('tcp', words, at, form);
  }

  #datagram(words: Uint32Array, at: number, form: number, time: number): void {
    const ports = words[at + word.ports] as number;
    if ((form & shape.outgoing) !== 0) {
      this.#sentAt[ports >>> 16] = time;
      return;
    }
    const sentAt = this.#sentAt[ports & 0xffff] as number;
    if (time - sentAt > answersFor) this.#arrived('udp', words, at, form);
  }

  #arrived(transport: 'tcp' | 'udp', words: Uint32Array, at: number, form: number): void {
    const port = (words[at + word.ports] as number) & 0xffff;
    if (this.#options.listens(transport, port)) return;
    const v6 = (form & shape.v6) !== 0;
    const key = addressKey(words, at + word.destination, v6);
    if (this.#own.has(words, at + word.destination, v6, key)) this.#options.count(transport, port);
  }
}
