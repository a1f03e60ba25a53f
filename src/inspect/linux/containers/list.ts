import { askEngine, type EngineAnswer, type EngineFault } from './ask-engine.ts';
import type { EngineContainer } from './engine-list.ts';
import { type Endpoint, engineEndpoints } from './endpoints.ts';

export interface ContainerList {
  readonly containers: readonly EngineContainer[];
  /** How many engines answered. */
  readonly engines: number;
  /** Plain sentences about engines that are there and did not answer, and what follows. */
  readonly notes: readonly string[];
}

export interface ListContainersOptions {
  readonly endpoints?: readonly Endpoint[];
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const usual = { timeoutMs: 1000, maxBytes: 32 * 1024 * 1024 };

/** The running containers of every engine of this machine, asked at once, 1 s at most in all. Never throws. */
export async function listContainers(options: ListContainersOptions = {}): Promise<ContainerList> {
  const endpoints = options.endpoints ?? engineEndpoints();
  const limits = {
    timeoutMs: options.timeoutMs ?? usual.timeoutMs,
    maxBytes: options.maxBytes ?? usual.maxBytes,
  };
  const answers = await Promise.all(endpoints.map((endpoint) => askEngine(endpoint, limits)));
  const byId = new Map(
    answers.flatMap((answer) => (answer.ok ? answer.containers.map((one) => [one.id, one] as const) : [])),
  );
  return {
    containers: [...byId.values()],
    engines: answers.filter(({ ok }) => ok).length,
    notes: answers.flatMap((answer, at) => noteOf(answer, endpoints[at]?.socket ?? '')),
  };
}

const words: Readonly<Record<Exclude<EngineFault, 'absent'>, string>> = {
  refused: 'refuses connections',
  'not-permitted': 'may not be asked by this user',
  'timed-out': 'did not answer in time',
  'too-large': 'answered too much',
  unreadable: 'gave an answer that could not be read',
  failed: 'did not answer',
};

function noteOf(answer: EngineAnswer, socket: string): readonly string[] {
  if (answer.ok) {
    return answer.unreadable === 0
      ? []
      : [`${answer.unreadable} containers listed by ${socket} could not be read.`];
  }
  if (answer.why === 'absent') return [];
  return [
    `The container engine at ${socket} ${words[answer.why]} (${answer.detail}): its containers have no names here.`,
  ];
}
