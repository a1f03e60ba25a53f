/**
 * What people ask, answered from all rooms at once: the machine as it is, joined with the registry, the verdicts and what
 * is on record. Shared by those who put things together: the command line, the agent, the protocol server.
 */
export { announcer } from './announcing.ts';
export { type FreePlan, planToFree } from './free-plan.ts';
export { freePorts } from './free-ports.ts';
export { withDrops } from './drops.ts';
export { Following } from './following.ts';
export { knockRecord, type KnockRecord } from './knock-record.ts';
export { listening, ownAddresses } from './listening.ts';
export { judged, judgedLook, type Look, look } from './look.ts';
export { moment } from './moment.ts';
export { ownAgent } from './own-agent.ts';
export { answerPort, answerPorts, blocking, isServed } from './port.ts';
export { portNames } from './port-names.ts';
export { type Relation, relations } from './relations.ts';
