import { exchange, type Request } from './exchange.ts';
import { AgentTrouble } from './trouble.ts';

const patience = 3000;
const most = 4 * 1024 * 1024;

/** A document of the agent's API; the caller checks that it is the one. @throws AgentTrouble */
export async function agentDocument(socket: string, request: Request): Promise<unknown> {
  const { status, text } = await exchange(socket, request, { patience, most });
  if (status < 200 || status > 299) throw new AgentTrouble(`it refused (HTTP ${status})`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AgentTrouble('its answer is no JSON');
  }
}
