import { isIP } from 'node:net';
import { isPort } from '../../../core/port.ts';
import { isTransport, type Transport } from '../../../core/transport.ts';

/** A process that holds a port only to hand its traffic to a container. Null = its command line does not say. */
export interface Forwarder {
  readonly program: string;
  readonly engine: 'docker' | 'podman';
  /** The one port that docker-proxy serves, and where it goes. */
  readonly route: {
    readonly transport: Transport;
    readonly hostAddress: string;
    readonly hostPort: number;
    readonly containerAddress: string;
    readonly containerPort: number;
  } | null;
  /** The container, where the command line names it (conmon). */
  readonly container: { readonly id: string; readonly name: string | null } | null;
}

const programs: Readonly<Record<string, 'docker' | 'podman'>> = {
  'docker-proxy': 'docker',
  'rootlesskit-docker-proxy': 'docker',
  rootlesskit: 'docker',
  rootlessport: 'podman',
  'rootlessport-child': 'podman',
  'containers-rootlessport': 'podman',
  'containers-rootlessport-child': 'podman',
  slirp4netns: 'podman',
  pasta: 'podman',
  'pasta.avx2': 'podman',
  conmon: 'podman',
};

/**
 * Tells a forwarder from its command line; null for any other program.
 * docker-proxy: moby cmd/docker-proxy/main_linux.go; conmon(8) `-c` id, `-n` name; rootlessport, pasta(1) and
 * slirp4netns(1) learn their ports otherwise, so only the engine's list tells which container they serve.
 */
export function parseForwarder(cmdline: readonly string[]): Forwarder | null {
  const program = (cmdline[0] ?? '').split('/').at(-1) ?? '';
  const engine = Object.hasOwn(programs, program) ? programs[program] : undefined;
  if (engine === undefined) return null;
  const container = program === 'conmon' ? monitored(cmdline) : null;
  return { program, engine, route: program.endsWith('docker-proxy') ? routeOf(cmdline) : null, container };
}

/** Flags as Go's flag package takes them: `-name value`, `--name value`, `-name=value`. */
function optionOf(cmdline: readonly string[], ...names: readonly string[]): string | null {
  for (const [at, word] of cmdline.entries()) {
    const match = /^--?([a-z-]+)(?:=(.*))?$/s.exec(word);
    if (match === null || !names.includes(match[1] ?? '')) continue;
    return match[2] ?? cmdline[at + 1] ?? null;
  }
  return null;
}

function routeOf(cmdline: readonly string[]): Forwarder['route'] {
  const transport = optionOf(cmdline, 'proto') ?? 'tcp';
  const hostAddress = optionOf(cmdline, 'host-ip') ?? '0.0.0.0';
  const containerAddress = optionOf(cmdline, 'container-ip') ?? '';
  const hostPort = Number(optionOf(cmdline, 'host-port') ?? Number.NaN);
  const containerPort = Number(optionOf(cmdline, 'container-port') ?? Number.NaN);
  if (!isTransport(transport) || !isPort(hostPort) || !isPort(containerPort)) return null;
  if (isIP(hostAddress) === 0 || isIP(containerAddress) === 0) return null;
  return { transport, hostAddress, hostPort, containerAddress, containerPort };
}

function monitored(cmdline: readonly string[]): Forwarder['container'] {
  const id = optionOf(cmdline, 'c', 'cid');
  if (id === null || !/^[0-9a-f]{64}$/.test(id)) return null;
  return { id, name: optionOf(cmdline, 'n', 'name') };
}
