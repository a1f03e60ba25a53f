import { accountedFor } from './accounted-for.ts';
import { borrowedName } from './borrowed-name.ts';
import { clientSocket } from './client-socket.ts';
import { customaryPort } from './customary-port.ts';
import { deletedExecutable } from './deleted-executable.ts';
import { differsFromRegistry } from './differs-from-registry.ts';
import { exposedWithoutNeed } from './exposed-without-need.ts';
import { hiddenOwner } from './hidden-owner.ts';
import { inferredFromUnit } from './inferred-from-unit.ts';
import { kernelHeld } from './kernel-held.ts';
import { kernelThreadName } from './kernel-thread-name.ts';
import { knownProgramElsewhere } from './known-program-elsewhere.ts';
import { matchesRegistry } from './matches-registry.ts';
import { ownAgent } from './own-agent.ts';
import { rawSocket } from './raw-socket.ts';
import { retiredRegistration } from './retired-registration.ts';
import { rootScriptFromHome } from './root-script-from-home.ts';
import type { Rule } from './rule.ts';
import { sharedWithOutsider } from './shared-with-outsider.ts';
import { socketUnit } from './socket-unit.ts';
import { strangerInUnit } from './stranger-in-unit.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { unassignedPort } from './unassigned-port.ts';
import { unpackagedSystemFile } from './unpackaged-system-file.ts';
import { writableByAll } from './writable-by-all.ts';

/** Every rule, in the order in which reasons of one level are told. */
export const rules: readonly Rule[] = [
  ownAgent,
  kernelThreadName,
  borrowedName,
  temporaryFolder,
  deletedExecutable,
  writableByAll,
  unpackagedSystemFile,
  rootScriptFromHome,
  strangerInUnit,
  sharedWithOutsider,
  exposedWithoutNeed,
  kernelHeld,
  customaryPort,
  socketUnit,
  matchesRegistry,
  rawSocket,
  clientSocket,
  knownProgramElsewhere,
  retiredRegistration,
  differsFromRegistry,
  unassignedPort,
  accountedFor,
  inferredFromUnit,
  hiddenOwner,
];

/** Rules that ask nothing of the registry, of the port or of what happened since the start. */
export const aboutTheProgram: readonly Rule[] = [
  kernelThreadName,
  borrowedName,
  temporaryFolder,
  writableByAll,
  unpackagedSystemFile,
  rootScriptFromHome,
  strangerInUnit,
];
