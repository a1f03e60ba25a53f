import { afterEach, describe, expect, it } from 'vitest';
import { languages } from '../../../src/web/i18n/index.ts';
import { listenerEndPage } from '../../../src/web/pages/listener-end.ts';
import { listenersPage } from '../../../src/web/pages/listeners.ts';
import { listenersCsv } from '../../../src/web/pages/listeners/csv.ts';
import { anOwner } from '../../inspect/samples.ts';
import { type ContextOptions, pageContext } from '../context.ts';
import { type FakeMachine, fakeMachine, type FakeOptions, seesAll } from '../machine.ts';
import { listening, sampleListeners } from '../machine-listeners.ts';
import { dangers, hostile, outline } from './outline.ts';

const made: FakeMachine[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.close();
});
const machine = (options: FakeOptions = {}): FakeMachine => {
  const one = fakeMachine(options);
  made.push(one);
  return one;
};
const page = (from: FakeMachine, options: ContextOptions = {}) =>
  listenersPage(pageContext(from, { path: '/listeners', ...options }));
const body = (from: FakeMachine, options: ContextOptions = {}): string => String(page(from, options).body);
const ports = (markup: string): string[] =>
  [...markup.matchAll(/<tr role="row" id="l\d+x(\d+)"/g)].map(([, port]) => port ?? '');

describe('the page of the listeners', () => {
  for (const { tag } of languages) {
    it(`says who listens, where, since when and whether it should, in ${tag}`, async () => {
      const text = outline(page(machine(), { language: tag }));
      await expect(text).toMatchFileSnapshot(`listeners/listeners.${tag}.golden`);
    });
  }

  it('needs an agent', () => {
    const atlas = page(machine(), { atlas: true });
    expect([atlas.status, atlas.scripts]).toEqual([404, []]);
    expect(String(atlas.body)).toContain('reeve up');
    expect(String(atlas.body)).not.toContain('sshd');
  });

  it.each([
    ['port', ['22', '22', '53', '80', '443', '2049', '2504']],
    ['-port', ['0', '8080', '6379', '5432', '5173', '4444', '2504']],
    ['verdict', ['2504', '6379', '4444', '5173', '8080', '0', '22']],
    ['reach', ['22', '22', '80', '443', '2504', '6379', '8080']],
    ['since', ['2504', '4444', '6379', '5173']],
    ['owner', ['4444', '2049', '2504', '80']],
    ['nonsense', ['22', '22', '53']],
  ])('sorted by %s', (sort, first) => {
    expect(ports(body(machine(), { query: `sort=${sort}` })).slice(0, first.length)).toEqual(first);
  });

  it('a header sorts, and the other way on the second press', () => {
    const once = body(machine(), { query: 'sort=verdict&q=r' });
    expect(once).toContain('aria-sort="ascending"');
    expect(once).toMatch(/href="\/listeners\?sort=-verdict&amp;q=r"/);
    expect(body(machine(), { query: 'sort=-verdict' })).toMatch(
      /aria-sort="descending"><a href="\/listeners\?sort=verdict"/,
    );
  });

  it.each([
    ['q=nginx', ['80', '443']],
    ['q=NGINX%20443', ['443']],
    ['q=5432/tcp', ['5432']],
    ['q=shop-web', ['8080']],
    ['q=wlbs', ['2504']],
    ['exposure=loopback', ['53', '5173', '5432']],
    ['verdict=wrong', ['2504']],
    ['protocol=udp', ['53']],
    ['protocol=udp&exposure=public', []],
    ['exposure=nonsense&protocol=udp', ['53']],
  ])('filtered by %s', (query, wanted) => {
    expect(ports(body(machine(), { query }))).toEqual(wanted);
  });

  it('a filter is a chip that can be taken away, and one that hides all says so', () => {
    const filtered = body(machine(), { query: 'q=nginx&verdict=expected&sort=owner' });
    expect(filtered).toMatch(/href="\/listeners\?verdict=expected&amp;sort=owner"[^>]*>.*nginx/);
    const none = body(machine(), { query: 'q=xqzzy' });
    expect(none).toContain('No listener fits these filters.');
    expect(body(machine({ listeners: [] }))).toContain('Nothing listens on this machine.');
    const blind = { ...seesAll, complete: false, notes: ['2 processes are hidden.'] };
    const unsure = body(machine({ listeners: [], visibility: blind }));
    expect(unsure).toContain('not everything could be seen');
    expect(unsure).toContain('2 processes are hidden.');
  });

  it('a secret is never looked for nor shown, but to who may', () => {
    expect(ports(body(machine(), { query: 'q=hunter2' }))).toEqual([]);
    expect(body(machine())).not.toContain('hunter2');
    expect(body(machine())).not.toContain('abc123');
    expect(body(machine(), { operator: true })).toContain('hunter2');
  });

  it('nobody known and nobody at all are two things', () => {
    const listeners = [
      { listener: listening({ port: 1, owners: [], ownersComplete: false }) },
      { listener: listening({ port: 2, owners: [], ownersComplete: true }) },
    ];
    const text = outline(page(machine({ listeners })));
    expect(text).toMatch(/1\/tcp .*owner hidden: needs CAP_SYS_PTRACE/);
    expect(text).toMatch(/2\/tcp .*no owner/);
  });

  it('whatever a process calls itself, it is text', () => {
    const listener = listening({
      port: 9,
      user: hostile,
      owners: [
        anOwner({ comm: hostile, exe: `/${hostile}`, cwd: hostile, cmdline: [hostile], runs: hostile }),
      ],
      unit: { name: hostile, type: 'service', socketUnit: null, source: 'cgroup' },
      container: { id: hostile, name: hostile, image: hostile, runtime: 'docker' },
    });
    const because = [{ rule: hostile, text: hostile }];
    const one = machine({
      listeners: [{ listener, because }],
      changes: [
        {
          kind: 'replaced',
          at: 1,
          transport: 'tcp',
          port: 9,
          address: hostile,
          exposure: hostile,
          holder: hostile,
          before: hostile,
          verdict: hostile,
        },
      ],
    });
    for (const { tag } of languages) {
      expect(
        dangers(body(one, { language: tag, query: `q=${encodeURIComponent(hostile)}`, operator: true })),
      ).toEqual([]);
      expect(dangers(body(one, { language: tag, operator: true }))).toEqual([]);
    }
  });

  it('five thousand are one page; more are several; details of so many are asked for one by one', () => {
    const listeners = Array.from({ length: 5010 }, (_, index) => ({
      listener: listening({ port: 1 + (index % 65_000), exposure: 'loopback' as const }),
    }));
    const many = machine({ listeners });
    const first = body(many);
    expect(ports(first)).toHaveLength(5000);
    expect(first).toContain('Page 1 of 2');
    expect(ports(body(many, { query: 'page=2' }))).toHaveLength(10);
    expect(ports(body(many, { query: 'page=999' }))).toHaveLength(10);
    expect(first).not.toContain('<details><summary');
    const id = many.view.listeners.all()[7]?.id ?? '';
    expect(first).toContain(`/listeners?open=${id}#${id}`);
    expect(body(many, { query: `open=${id}` }).match(/<details open>/g)).toHaveLength(1);
    // A row is a few hundred bytes: the page stays one that a browser takes.
    expect(first.length / 5000).toBeLessThan(1600);
  });

  it('only an operator is led to ending', () => {
    expect(body(machine())).not.toContain('/end"');
    expect(body(machine(), { operator: true })).toContain('/end"');
    expect(body(machine(), { query: 'ended=signalled' })).toContain('still holds the port');
    expect(body(machine(), { query: 'ended=%3Cb%3E' })).not.toMatch(/class="notice|[?;]ended=/);
  });
});

describe('ending a holder', () => {
  const at = (from: FakeMachine, port: number, operator = true) => {
    const id = from.view.listeners.at(port, null)[0]?.id ?? 'none';
    return listenerEndPage(pageContext(from, { path: `/listeners/${id}/end`, operator }), id);
  };

  it('tells who is meant, what would start it again, and sends what names it', async () => {
    const one = machine();
    const found = at(one, 443);
    await expect(outline(found)).toMatchFileSnapshot('listeners/end.en.golden');
    const form = String(found.body);
    expect(form).toContain('<form method="post" action="/api/v1/holders/end"');
    for (const field of [
      'name="pid" value="930"',
      'name="startTicks" value="93000"',
      'name="port" value="443"',
      'name="transport" value="tcp"',
    ])
      expect(form).toContain(field);
    expect(one.ended).toEqual([]);
  });

  it.each([
    [8080, 'docker stop shop-web'],
    [2049, 'the kernel itself holds it'],
    [4444, 'its holder is hidden'],
  ])('port %d is not ended from here, and why', (port, why) => {
    const found = String(at(machine(), port).body);
    expect(found).toContain(why);
    expect(found).not.toContain('<form');
  });

  it('is for operators, of what is there', () => {
    const one = machine();
    expect(at(one, 443, false)).toMatchObject({ status: 403 });
    expect(String(at(one, 443, false).body)).not.toContain('<form');
    expect(at(one, 9)).toMatchObject({ status: 404 });
    expect(at(one, 6379).status).toBe(200);
    expect(String(at(one, 6379).body)).not.toContain('hunter2');
  });
});

describe('the table as a file', () => {
  it('is CSV in which nothing is carried out', () => {
    const formula = {
      listener: listening({
        port: 7,
        user: '=HYPERLINK("x")',
        owners: [anOwner({ comm: '+cmd', exe: null })],
      }),
    };
    const one = machine({ listeners: [...sampleListeners().slice(0, 1), formula] });
    const lines = listenersCsv(one.view.listeners.all()).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe(
      '22,tcp,0.0.0.0,public,sshd,root,ssh.service,,812,2026-11-20T21:15:00.000Z,expected,sshd of Debian on the port that is assigned to ssh.',
    );
    expect(lines[2]).toContain(`'+cmd`);
    expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
