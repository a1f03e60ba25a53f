import { z } from 'zod';
import { head, port } from './parts.ts';
import { drops, flood, scan, victim } from './scan.ts';

const of = <Type extends string>(type: Type) => ({
  ...head('portreeve/knock-event/1'),
  type: z.literal(type),
  key: z.string().describe('The same for later states of the same event'),
});

/** `portreeve/knock-event/1`: one object a line of `reeve watch --json` and `reeve read --follow --json` */
export const knockEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...of('scan'), scan }),
  z.strictObject({ ...of('backscatter'), victim }),
  z.strictObject({ ...of('flood'), flood }),
  z.strictObject({ ...of('drops'), drops }),
  z.strictObject({
    ...of('decoy'),
    decoy: z
      .strictObject({
        at: z.iso.datetime().nullable(),
        transport: z.enum(['tcp', 'udp']),
        port,
        source: z.string(),
        sourcePort: port,
        bytes: z.string().describe('The first bytes in hex, 4096 at most'),
        end: z.enum(['closed', 'patience', 'enough', 'datagram']),
      })
      .describe('What came to a decoy port; nothing was sent back'),
  }),
]);

export type KnockEventDocument = z.infer<typeof knockEvent>;
