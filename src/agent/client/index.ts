export { type AgentPlace, agentPlace, agentSocket } from './place.ts';
