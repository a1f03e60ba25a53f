/** Programs whose own probe files are told from others' by their bytes. */
export type PayloadTool = 'masscan' | 'zmap' | 'nmap' | 'censys';

/** What a datagram's first bytes ask for. */
export interface PayloadClass {
  /** Stable: `ntp-monlist`. */
  readonly name: string;
  /** The service that would understand it: `ntp`. */
  readonly service: string;
  readonly tool: PayloadTool | null;
  /** The answer is many times as long, so that forged senders use it against others. */
  readonly amplification: boolean;
  readonly text: string;
}

/** One entry of a table: the first that fits classifies. */
export interface PayloadSignature extends Omit<PayloadClass, 'tool' | 'amplification'> {
  readonly tool?: PayloadTool;
  readonly amplification?: true;
  /** Ports where these bytes mean this; absent = on any port. */
  readonly ports?: readonly number[];
  /** Hex from the first byte, `..` for any. */
  readonly starts?: string;
  /** Least and most bytes of the whole payload. */
  readonly length?: readonly [number, number];
  /** What a pattern cannot say; the bytes may be fewer than the payload had. */
  readonly test?: (bytes: Uint8Array, length: number) => boolean;
}
