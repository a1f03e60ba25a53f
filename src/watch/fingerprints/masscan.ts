import { known, shape } from '../record.ts';

const relationNeeds = known.ports | known.ipId | known.sequence;

/** id = low half of (destination ^ port ^ sequence); only IPv4 has an id in its header. */
export const signMasscanRelation = (
  has: number,
  destination: number,
  ports: number,
  sequence: number,
  ip: number,
): boolean =>
  ((destination ^ ports ^ sequence ^ (ip >>> 16)) & 0xffff) === 0 && (has & relationNeeds) === relationNeeds;

const echoNeeds = known.ipId | known.echo;

/** An echo request carries the same number, as identifier and sequence, and there is no port. */
export const signMasscanEcho = (
  has: number,
  form: number,
  destination: number,
  echo: number,
  ip: number,
): boolean =>
  (has & echoNeeds) === echoNeeds &&
  (form & shape.v6) === 0 &&
  ((destination ^ echo ^ (ip >>> 16)) & 0xffff) === 0;
