import type { Owner } from '../../inspect/listener.ts';
import { servesAlone } from '../account.ts';
import { interprets, scriptPlace } from '../interpreter.ts';
import { baseName, placeOf } from '../place.ts';
import { programOfFile, programOfUnit } from '../programs/index.ts';
import { type Rule, suspect } from './rule.ts';

/** Programs that hand a connection to a shell, or stand in for one: what an intruder starts first. */
const connectors =
  /^(?:nc|ncat|netcat|nc\.openbsd|nc\.traditional|socat|busybox|toybox|chisel|frpc|frps|gost|ligolo.*|(?:ba|da|z|k|a)?sh)$/;

/**
 * A web server or a database starts no servers of others: what listens in its unit and is another program came by
 * way of it, as the shell does that somebody opened through a hole in a web application.
 */
export const strangerInUnit: Rule = {
  name: 'stranger-in-unit',
  text: 'A foreign program listens inside the unit of a daemon that starts no programs of others.',
  judge({ owner, listener, exposed, forwards, reach }) {
    const { unit, container } = listener;
    if (
      owner === null ||
      owner.exe === null ||
      owner.pid === 1 ||
      unit?.type !== 'service' ||
      container !== null ||
      forwards
    )
      return null;
    const daemon = programOfUnit(unit.name);
    if (!exposed || daemon === null || !servesAlone(daemon) || daemon.kind === 'remote-login') return null;
    if (programOfFile(owner.exe)?.kind === daemon.kind || !isStranger(owner, owner.exe)) return null;
    return suspect(`It listens inside ${unit.name}, but it is ${owner.exe} and not ${daemon.name}.`, {
      unit: unit.name,
      exe: owner.exe,
      runs: owner.runs ?? null,
      exposure: reach,
      pid: owner.pid,
    });
  },
};

function isStranger(owner: Owner, exe: string): boolean {
  if (connectors.test(baseName(exe))) return true;
  const place = interprets(owner) ? scriptPlace(owner) : placeOf(exe);
  if (place === null) return true;
  return place.kind !== 'installed' && place.kind !== 'system';
}
