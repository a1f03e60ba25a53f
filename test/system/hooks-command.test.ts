import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { commandTeller } from '../../src/agent/hooks/command.ts';
import { listenerNotice } from '../../src/agent/hooks/notice.ts';
import { noticeDocument } from '../../src/contract/notice.ts';
import { around, notice, Undo, until } from '../agent/hooks/ground.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-hooks-'));
const undo = new Undo();
afterEach(() => undo.run());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostile = `$(touch ${folder}/owned) \`touch ${folder}/owned\`; touch ${folder}/owned #"'`;

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // One that has ended and was not waited for yet still answers.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('the command of --on-event', () => {
  it('has the notice on its standard input and in no place that a shell reads', async () => {
    const seen = around();
    const out = path.join(folder, 'told');
    const env = { PATH: process.env['PATH'], SECRET: 'x' };
    const teller = undo.closing(commandTeller(`cat > ${out}; env > ${out}.env; echo done`, seen, { env }));
    teller.tell(
      listenerNotice(hostile, {
        kind: 'opened',
        at: 0,
        transport: 'tcp',
        port: 3000,
        address: '::',
        exposure: 'public',
        holder: hostile,
        before: null,
        verdict: 'unknown',
      }),
    );
    await until(() => seen.outcomes.length === 1);
    expect(seen.outcomes).toEqual(['sent']);
    expect(noticeDocument.parse(JSON.parse(readFileSync(out, 'utf8'))).listener?.holder).toBe(hostile);
    const given = readFileSync(`${out}.env`, 'utf8');
    expect(given).toMatch(/^REEVE_PORT=3000$/m);
    expect(given).not.toMatch(/SECRET|touch/);
    expect(existsSync(path.join(folder, 'owned'))).toBe(false);
    expect(seen.logged.join()).toContain('"output":"done"');
  });

  it('fails without harm: no such program, an end in error, one that does not read', async () => {
    const seen = around();
    undo.closing(commandTeller('/nonexistent/program', seen)).tell(notice());
    undo.closing(commandTeller(`printf '\\033[2J oops' >&2; exit 3`, seen)).tell(notice());
    undo.closing(commandTeller('exec <&-; true', seen)).tell(notice());
    await until(() => seen.outcomes.length === 3);
    expect(seen.outcomes.toSorted()).toEqual(['failed', 'failed', 'sent']);
    expect(seen.logged.join()).toMatch(/ended with 127/);
    expect(seen.logged.join()).toContain(JSON.stringify('\\x1b[2J oops'));
  });

  it('ends what takes too long, with all that it started', async () => {
    const seen = around();
    const file = path.join(folder, 'pid');
    const command = `sleep 300 & echo $! > ${file}; trap '' TERM; wait; sleep 300`;
    undo.closing(commandTeller(command, seen, { patience: 500 })).tell(notice());
    await until(() => seen.outcomes.length === 1);
    expect(seen.outcomes).toEqual(['failed']);
    expect(seen.logged.join()).toContain('took longer');
    const pid = Number(readFileSync(file, 'utf8'));
    expect(pid).toBeGreaterThan(1);
    await until(() => !runs(pid));
  });

  it('is not held up by what a command leaves behind', async () => {
    const seen = around();
    const file = path.join(folder, 'left');
    undo.closing(commandTeller(`sleep 300 & echo $! > ${file}`, seen)).tell(notice());
    await until(() => seen.outcomes.length === 1);
    expect(seen.outcomes).toEqual(['sent']);
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
  });

  it('runs a few at once and holds back what does not fit', async () => {
    const seen = around();
    const marks = path.join(folder, 'marks');
    writeFileSync(marks, '');
    const begun = (): number => readFileSync(marks, 'utf8').split('begin').length - 1;
    const teller = undo.closing(commandTeller(`echo begin >> ${marks}; sleep 300`, seen));
    for (let one = 0; one < 300; one++) teller.tell(notice());
    expect(seen.outcomes.filter((outcome) => outcome === 'held')).toHaveLength(300 - 204);
    await until(() => begun() === 4);
    await teller.close(0);
    expect(begun()).toBe(4);
    expect(seen.outcomes).toHaveLength(300);
  });
});
