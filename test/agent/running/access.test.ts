import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { accessOf } from '../../../src/agent/running/access.ts';
import type { SecretFile } from '../../../src/agent/settings.ts';
import { testFolder } from '../../store/folder.ts';

const folder = testFolder();
const opened: number[] = [];
afterEach(() => {
  for (const fd of opened.splice(0)) closeSync(fd);
});

function access(texts: Partial<Record<SecretFile, string>>) {
  const place = folder();
  const files = { token: null, tlsCert: null, tlsKey: null, clientCa: null, webhookSecret: null, log: null };
  return accessOf({ names: ['reeve.example.org'], files }, (file) => {
    const text = texts[file];
    if (text === undefined) return null;
    writeFileSync(path.join(place, file), text);
    const fd = openSync(path.join(place, file), 'r');
    opened.push(fd);
    return fd;
  });
}

describe('who may come from elsewhere', () => {
  it('keeps hashes of tokens, one a line, without remarks', () => {
    const tokens = ['0123456789abcdef', 'fedcba9876543210'];
    const { tokens: kept, tls, names } = access({ token: `# for Ann\n${tokens.join('\r\n')}\n\n` });
    expect(kept).toEqual(tokens.map((one) => createHash('sha256').update(one).digest('hex')));
    expect([tls, names]).toEqual([null, ['reeve.example.org']]);
  });

  it('takes certificate, key and authority together', () => {
    expect(access({ tlsCert: 'C', tlsKey: 'K', clientCa: 'A' }).tls).toEqual({
      certificate: 'C',
      key: 'K',
      clientAuthority: 'A',
    });
  });

  it.each([
    ['a token that could be guessed', { token: 'short' }],
    ['a file without a token', { token: '# nothing\n' }],
    ['a certificate without its key', { tlsCert: 'C' }],
    ['an authority alone', { clientCa: 'A' }],
    ['a file that is far too long', { token: 'x'.repeat((1 << 20) + 1) }],
  ])('refuses %s', (_, texts) => {
    expect(() => access(texts)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
