import { isIP } from 'node:net';
import { isPort } from '../../../core/port.ts';
import { isTransport, type Transport } from '../../../core/transport.ts';
import type { Container } from '../../listener.ts';

/** A port of the host that the engine was told to hand to a container. */
export interface EnginePort {
  readonly transport: Transport;
  /** `0.0.0.0` where the engine names none. */
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

/** A running container as its engine lists it. */
export interface EngineContainer extends Container {
  /** Its addresses on every network, user-defined and compose networks too; none with the host's network. */
  readonly addresses: readonly string[];
  readonly ports: readonly EnginePort[];
}

export interface EngineList {
  readonly containers: readonly EngineContainer[];
  /** Entries that were no container. */
  readonly unreadable: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the answer to `GET /containers/json` of the Docker Engine API, which Podman gives in the same form.
 * https://docs.docker.com/reference/api/engine/ (ContainerList). Null for what is no list.
 */
export function parseContainers(body: unknown, runtime: 'docker' | 'podman'): EngineList | null {
  if (!Array.isArray(body)) return null;
  const containers = body
    .map((entry: unknown) => containerOf(entry, runtime))
    .filter((entry) => entry !== null);
  return { containers, unreadable: body.length - containers.length };
}

function containerOf(entry: unknown, runtime: 'docker' | 'podman'): EngineContainer | null {
  const fields = fieldsOf(entry);
  const id = textOf(fields['Id']);
  if (id === null || !/^[0-9a-f]{12,64}$/.test(id)) return null;
  return {
    id,
    name: nameOf(fields['Names']),
    image: textOf(fields['Image']),
    runtime,
    compose: composeOf(fieldsOf(fields['Labels'])),
    addresses: addressesOf(fieldsOf(fieldsOf(fields['NetworkSettings'])['Networks'])),
    ports: listOf(fields['Ports'])
      .map(portOf)
      .filter((port) => port !== null),
  };
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** `/web`; `/proxy/db` are the names that old links gave it. */
function nameOf(names: unknown): string | null {
  const all = listOf(names).map((name) => (textOf(name) ?? '').replace(/^\//, ''));
  return all.find((name) => name !== '' && !name.includes('/')) ?? all.find((name) => name !== '') ?? null;
}

function composeOf(labels: Fields): { readonly project: string; readonly service: string } | null {
  const project = textOf(labels['com.docker.compose.project']) ?? textOf(labels['io.podman.compose.project']);
  const service = textOf(labels['com.docker.compose.service']) ?? textOf(labels['io.podman.compose.service']);
  return project === null || service === null ? null : { project, service };
}

function addressesOf(networks: Fields): readonly string[] {
  const all = Object.values(networks).flatMap((network) => {
    const { IPAddress: four, GlobalIPv6Address: six } = fieldsOf(network);
    return [textOf(four), textOf(six)];
  });
  return [...new Set(all.filter((address) => address !== null && isIP(address) !== 0))] as readonly string[];
}

function portOf(entry: unknown): EnginePort | null {
  const { IP: address, PrivatePort: containerPort, PublicPort: hostPort, Type: transport } = fieldsOf(entry);
  if (!isPort(containerPort) || !isPort(hostPort) || hostPort === 0 || !isTransport(transport)) return null;
  const hostAddress = textOf(address);
  return {
    transport,
    hostAddress: hostAddress !== null && isIP(hostAddress) !== 0 ? hostAddress : '0.0.0.0',
    hostPort,
    containerPort,
  };
}
