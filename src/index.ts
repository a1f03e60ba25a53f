/**
 * The library: who holds a port, for Node programs that meet EADDRINUSE.
 *
 *     import { explainAddressInUse } from 'portreeve';
 *     server.on('error', async (error) => {
 *       console.error((await explainAddressInUse(error)) ?? error.message);
 *     });
 */
import { isPort } from './core/port.ts';
import { fail } from './core/errors.ts';
import { isTransport, type Transport } from './core/transport.ts';
import { inspectPort } from './inspect/index.ts';
import { freeSentence, holderSentence, type PortHolder } from './inspect/sentence.ts';

export type { Transport } from './core/transport.ts';
export type { PortHolder } from './inspect/sentence.ts';
export { type ErrorCode, type ExitCode, isReeveError, type ReeveError } from './core/errors.ts';

export interface WhoHas {
  readonly port: number;
  /** One sentence for a person, such as `Port 3000/tcp is held by node server.js (pid 1234, user ann)`. */
  readonly sentence: string;
  readonly holders: readonly PortHolder[];
  /** False where holders may be hidden; "nobody" is then not certain. */
  readonly complete: boolean;
}

export interface WhoHasOptions {
  /** Only this transport; TCP unless told. */
  readonly transport?: Transport;
}

/**
 * Who holds a port of this machine.
 * @throws ReeveError `PORT_INVALID` or `TRANSPORT_INVALID` for what is no port or transport,
 *   `PLATFORM_UNSUPPORTED` where listeners cannot be read
 */
export async function whoHas(port: number, options: WhoHasOptions = {}): Promise<WhoHas> {
  const transport: unknown = options.transport ?? 'tcp';
  if (!isPort(port)) {
    throw fail('PORT_INVALID', {
      asked: `the holder of port ${String(port)}`,
      found: 'that is not a whole number from 0 to 65535',
    });
  }
  if (!isTransport(transport)) {
    throw fail('TRANSPORT_INVALID', {
      asked: `the transport ${String(transport)}`,
      found: 'there are tcp, udp, sctp and dccp',
    });
  }
  const { listeners, listingComplete, notFree } = await inspectPort(port, transport);
  const here = listeners.filter(({ netns, kind }) => netns.own && kind === transport);
  const sentences = here.map(holderSentence);
  const complete = listingComplete && here.every(({ ownersComplete }) => ownersComplete);
  const sentence =
    sentences.length === 0
      ? freeSentence(port, transport, notFree, listingComplete)
      : sentences.map(({ text }) => text).join(' ');
  return { port, sentence, holders: sentences.flatMap(({ holders }) => holders), complete };
}

/**
 * The sentence for an `EADDRINUSE` error of Node (`error.code`, `error.port`), null for any other error.
 * Never throws: where the holder cannot be found the sentence says why.
 */
export async function explainAddressInUse(
  error: unknown,
  options: WhoHasOptions = {},
): Promise<string | null> {
  try {
    const inUse = addressInUse(error, options);
    return inUse === null ? null : await sentenceFor(inUse);
  } catch {
    // An object that throws when it is looked at is no error of Node's.
    return null;
  }
}

interface InUse {
  readonly port: number;
  readonly transport: Transport;
}

function addressInUse(error: unknown, options: WhoHasOptions | null): InUse | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, port, syscall } = error as { code?: unknown; port?: unknown; syscall?: unknown };
  if (code !== 'EADDRINUSE' || !isPort(port)) return null;
  // dgram says `bind`, net says `listen`.
  return { port, transport: options?.transport ?? (syscall === 'bind' ? 'udp' : 'tcp') };
}

async function sentenceFor({ port, transport }: InUse): Promise<string> {
  try {
    return (await whoHas(port, { transport })).sentence;
  } catch (reason) {
    return `Port ${port}/${transport} is in use; its holder could not be found: ${reason instanceof Error ? reason.message : String(reason)}`;
  }
}
