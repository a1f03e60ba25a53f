/**
 * What kind of place a file lies in, told by its path alone (Filesystem Hierarchy Standard 3.0, and the folders that
 * package managers, version managers, macOS and Windows use).
 */
type PlaceKind = 'memory' | 'temporary' | 'system' | 'installed' | 'home' | 'other';

export interface Place {
  readonly kind: PlaceKind;
  readonly path: string;
  /** In whose home folder it lies (`root` for /root); null elsewhere. */
  readonly user: string | null;
  /** Below a folder whose name begins with a dot and is no tool's usual one. */
  readonly hidden: boolean;
}

const memory = /^(?:\/memfd:|memfd:|anon_inode:)/;
const temporary =
  /^(?:\/tmp|\/var\/tmp|\/usr\/tmp|\/dev|\/run\/shm|\/private\/tmp|\/private\/var\/tmp|\/(?:private\/)?var\/folders\/[^/]+\/[^/]+\/T)\//;
const system = /^\/(?:bin|sbin|lib\d{0,2}|libx?32|libexec|usr|System|Library\/Apple)\//;
const installed =
  /^(?:\/usr\/local\/|\/usr\/src\/app\/|\/opt\/|\/srv\/|\/nix\/store\/|\/gnu\/store\/|\/run\/wrappers\/|\/snap\/|\/var\/lib\/(?:snapd|flatpak|rancher|docker|containers|containerd|kubelet|nvidia)\/|\/app\/|\/Applications\/|\/Library\/|\/home\/linuxbrew\/\.linuxbrew\/)/;
const home = /^\/(?:home|Users)\/([^/]+)\/|^\/(root)\/|^\/var\/(root)\//;

const windowsTemporary = /^[a-z]:\\(?:windows\\temp|temp|users\\[^\\]+\\appdata\\local\\temp)\\/i;
const windowsSystem = /^[a-z]:\\windows\\/i;
const windowsInstalled = /^[a-z]:\\program(?: files(?: \(x86\))?|data)\\/i;
const windowsHome = /^[a-z]:\\users\\([^\\]+)\\/i;

/** Sorts a path (of an executable or of a script) into its kind of place. */
export function placeOf(path: string): Place {
  const user = home.exec(path)?.slice(1).find(Boolean) ?? windowsHome.exec(path)?.[1] ?? null;
  const kind = kindOf(path, user);
  return { kind, path, user: kind === 'home' ? user : null, hidden: kind === 'home' && isHidden(path) };
}

function kindOf(path: string, user: string | null): PlaceKind {
  if (memory.test(path)) return 'memory';
  if (temporary.test(path) || windowsTemporary.test(path)) return 'temporary';
  if (installed.test(path) || windowsInstalled.test(path)) return 'installed';
  if (system.test(path) || windowsSystem.test(path)) return 'system';
  return user === null ? 'other' : 'home';
}

/** Folders with a dot in which version managers, editors and build tools keep programs as a matter of course. */
const toolFolders = new Set(
  (
    'local nvm fnm volta n nodenv npm npm-global npm-packages yarn bun deno pnpm pnpm-store bin asdf mise pyenv venv ' +
    'venvs env virtualenv virtualenvs tox nox direnv conda miniconda3 pixi rbenv rvm gem cargo rustup goenv gvm go ' +
    'sdkman jenv jdks gradle m2 dotnet nuget mix kiex phpenv composer juliaup ghcup stack stack-work cabal opam ' +
    'nix-profile nix-defexpr linuxbrew homebrew steam wine var docker minikube krew k3d kube terraform tfenv ollama ' +
    'lmstudio vscode vscode-server vscode-insiders vscode-server-insiders vscodium vscodium-server cursor cursor-server ' +
    'windsurf windsurf-server zed_server jetbrains next build mozilla emacs.d vim foundry arduino15 platformio ' +
    'android bazel'
  ).split(' '),
);
const cacheFolders =
  /^(?:ms-playwright.*|puppeteer|bazel.*|go-build|JetBrains|pypoetry|uv|pre-commit|yarn|pnpm|node|deno|bun|huggingface|selenium|Cypress|cypress|electron.*|mongodb-.*|embedded-.*|rod|prisma|coursier|act|nvim|zed|pip|Homebrew|Google|mise|ghcide|hie-bios)$/;
const configFolders = /^(?:Code|JetBrains|nvm|yarn|composer|google-chrome|chromium|Slack|discord|Cursor)$/;

function isHidden(path: string): boolean {
  const parts = path.split('/').slice(1, -1);
  return parts.some((part, at) => {
    if (!part.startsWith('.') || part === '.') return false;
    const name = part.slice(1);
    if (name === 'cache') return parts[at - 1] !== 'node_modules' && !cacheFolders.test(parts[at + 1] ?? '');
    if (name === 'config') return !configFolders.test(parts[at + 1] ?? '');
    return !toolFolders.has(name) && !/^(?:venv|virtualenv|env|python|node|go|jdk)[-\d.]*$/.test(name);
  });
}

/** The last part of a path of either kind of system. */
export const baseName = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
