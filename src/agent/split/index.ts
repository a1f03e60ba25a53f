/*
 * The agent in two processes:
 *
 *   reeve up, as it was started (root, or a user with capabilities)
 *     opens packet rings and the owner's socket, prepares the store's folder
 *     gives up what is not needed any more, and goes on as: ->   the privileged process (same pid)
 *                                                                 starts the command again  ---->  the agent
 *                                                                 { grant: descriptors }    ---->
 *                                                                                           <----  { look } { lookAt }
 *                                                                 inspects, ends holders           { end } { stop }
 *                                                                 { looked } { lookedAt } …  --->
 *                                                                 ends with its exit code    <---  parses, stores,
 *                                                                                                  serves pages, exits
 *
 * The exec is what makes the privileged process small: capabilities are per thread and bounding sets can only be drawn
 * in for a program that is yet to start, so all its threads begin with what is kept; it has options of its own for
 * memory, and loads this room, `inspect` and `sys`, nothing else.
 *
 * What an agent that was taken over could do: read what the rings' locked filter passes and send frames on their sockets,
 * learn what listens and who holds it, and end processes that hold a port, other than the agent's own and pid 1.
 */
export { startPrivileged } from './start.ts';
