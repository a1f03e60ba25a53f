import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { parsePortQuery } from '../core/port.ts';
import { transports } from '../core/transport.ts';
import { explainPort } from './machine.ts';
import { bounded } from './bounded.ts';

const about = {
  title: 'A port of this machine',
  description: 'What the tool "port" answers, as JSON (portreeve/port/1)',
  mimeType: 'application/json',
} as const;

/** `port://2504` and `port://2504/udp`. */
export function addPortResources(server: McpServer): void {
  const read = async (uri: URL, { port = '', transport }: Readonly<Record<string, string | string[]>>) => {
    const text = [port, transport].filter((part) => typeof part === 'string').join('/');
    const document = bounded(await explainPort(parsePortQuery(text)));
    return { contents: [{ uri: uri.href, mimeType: about.mimeType, text: JSON.stringify(document) }] };
  };
  server.registerResource('port', new ResourceTemplate('port://{port}', { list: undefined }), about, read);
  server.registerResource(
    'port-on-transport',
    new ResourceTemplate('port://{port}/{transport}', {
      list: undefined,
      complete: { transport: (begun) => transports.filter((name) => name.startsWith(begun)) },
    }),
    { ...about, title: 'A port of this machine on one transport' },
    read,
  );
}
