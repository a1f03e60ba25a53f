import { readdirSync, realpathSync } from 'node:fs';

export interface Endpoint {
  readonly socket: string;
  /** What usually answers there; the answer's Server header decides. */
  readonly runtime: 'docker' | 'podman';
}

export interface EndpointOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  /** A folder in the place of `/`. */
  readonly root?: string;
}

const mostUsers = 64;

/**
 * Where an engine may listen on this machine: the system's Docker and Podman, the rootless ones of this user (as root,
 * of every user that is logged in), and `DOCKER_HOST` where it names a unix socket. Each real path once.
 */
export function engineEndpoints({
  env = process.env,
  uid = process.getuid?.() ?? -1,
  root = '',
}: EndpointOptions = {}): readonly Endpoint[] {
  const runtimeFolders =
    uid === 0 ? usersRuntimeFolders(root) : [env['XDG_RUNTIME_DIR'] ?? `${root}/run/user/${uid}`];
  const named = /^unix:\/\/(\/.+)$/.exec(env['DOCKER_HOST'] ?? '')?.[1];
  const candidates: readonly Endpoint[] = [
    ...(named === undefined ? [] : [{ socket: named, runtime: runtimeByName(named) }]),
    { socket: `${root}/var/run/docker.sock`, runtime: 'docker' },
    { socket: `${root}/run/podman/podman.sock`, runtime: 'podman' },
    ...runtimeFolders.flatMap((folder): readonly Endpoint[] => [
      { socket: `${folder}/docker.sock`, runtime: 'docker' },
      { socket: `${folder}/podman/podman.sock`, runtime: 'podman' },
    ]),
  ];
  const seen = new Set<string>();
  return candidates.filter(({ socket }) => {
    const real = realPath(socket);
    return seen.has(real) ? false : seen.add(real);
  });
}

const runtimeByName = (path: string): 'docker' | 'podman' => (path.includes('podman') ? 'podman' : 'docker');

function usersRuntimeFolders(root: string): readonly string[] {
  try {
    return readdirSync(`${root}/run/user`)
      .slice(0, mostUsers)
      .map((user) => `${root}/run/user/${user}`);
  } catch {
    return [];
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
