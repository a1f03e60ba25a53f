/** What command line and agent must agree on; another number means: do not guess, ask the file. */
export const ownerProtocol = 1;
export const ownerPath = '/owner/store';

/** Longer lists are read from the file: making and reading them as JSON would hold the agent up. */
export const mostThroughAgent = 2000;
