import { connect } from 'node:net';

/** What a server sends back to bytes on a socket, until it closes or is silent for a while after the first byte. */
export function raw(
  where: { readonly port: number; readonly host?: string } | { readonly path: string },
  text: string | Buffer,
  { silence = 400, first = 5000 }: { readonly silence?: number; readonly first?: number } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(where);
    let got = '';
    let timer = setTimeout(() => socket.destroy(), first);
    socket.on('data', (bytes: Buffer) => {
      got += bytes.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), silence);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(got);
    });
    socket.write(text);
  });
}

export const portOf = (address: string | undefined): number => Number(new URL(address ?? '').port);

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
