import type { NoticeDocument } from '../../contract/notice.ts';

/** What a shell needs; nothing else of the agent's own environment, which may hold secrets. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot'] as const;

/** Addresses, numbers, names of tools: nothing that a shell would act upon, quoted or not. */
const plain = /^[\w.:@-][\w.:@ -]{0,79}$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** The command's environment: `REEVE_*` with values that are harmless wherever they are put, or absent. */
export function commandEnvironment(notice: NoticeDocument, env: Environment): Record<string, string> {
  const given = passedOn.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const said = Object.entries(wordsOf(notice)).flatMap(([name, value]) => {
    const text = value === null || value === undefined ? '' : String(value);
    return plain.test(text) ? [[`REEVE_${name}`, text] as const] : [];
  });
  return Object.fromEntries([...given, ...said]);
}

function wordsOf({
  kind,
  host,
  id,
  knock,
  listener,
  held,
}: NoticeDocument): Record<string, string | number | null | undefined> {
  const common = { NOTICE: kind, HOST: host, EVENT: id, HELD: held?.count };
  if (listener !== null)
    return {
      ...common,
      KIND: listener.kind,
      PORT: listener.port,
      TRANSPORT: listener.transport,
      ADDRESS: listener.address,
      EXPOSURE: listener.exposure,
      VERDICT: listener.verdict,
    };
  if (knock?.type === 'scan') {
    const { kind: what, source, tool, transport, ports } = knock.scan;
    const [only] = ports.top;
    return {
      ...common,
      KIND: what,
      SOURCE: source,
      TOOL: tool.name,
      TRANSPORT: transport,
      PORT: ports.count === 1 ? only?.port : null,
    };
  }
  if (knock?.type === 'backscatter') return { ...common, KIND: 'backscatter', SOURCE: knock.victim.address };
  if (knock?.type === 'flood')
    return { ...common, KIND: 'flood', PORT: knock.flood.port, TRANSPORT: knock.flood.transport };
  return knock === null ? common : { ...common, KIND: knock.type };
}
