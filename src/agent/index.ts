/**
 * The resident agent, and how the command line asks it. Light to load, as every command that asks what is stored comes
 * through here: whatever is not needed to ask is behind a dynamic import.
 */
export { type AgentPlace, agentPlace, agentSocket } from './client/index.ts';
