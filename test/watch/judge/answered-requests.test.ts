import { expect, it } from 'vitest';
import { judged, kindsOf } from './judged.ts';
import { address, many, summaryOf, udp } from './summaries.ts';

const asking = (destinationPort: number, payload: string) =>
  many(40, (i) =>
    udp({ destination: address(i), destinationPort, payload, payloadLength: payload.length / 2 }),
  );
const zmapSnmp = '302902010004067075626c6963a01c0204565adc5d020100020100300e300c06082b060102010101000500';
const zmapMonlist = `1700032a${'00'.repeat(60)}`;
const fields = { fieldsAny: 0x3_ffff };
const answered = { ...fields, answered: { accepted: 40, refused: 0 } };

it('whose requests are answered is a client, whatever its payload resembles', () => {
  const [scan] = judged([summaryOf(asking(161, zmapSnmp), fields)]);
  expect(scan).toMatchObject({ kind: 'host-sweep', tool: { name: 'zmap', level: 'likely' } });
  expect(kindsOf([summaryOf(asking(161, zmapSnmp), answered)])).toEqual([]);
});

it('who seeks amplifiers is none, although they answer', () => {
  const [scan] = judged([
    summaryOf(
      asking(123, zmapMonlist).map((one) => ({ ...one, payloadLength: 192 })),
      answered,
    ),
  ]);
  expect(scan).toMatchObject({ kind: 'host-sweep', tool: { name: 'zmap', level: 'likely' } });
});
