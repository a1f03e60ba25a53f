import type { Site } from './site.ts';

/** What the web counts itself, in the text format of Prometheus. */
export function webMetrics({ counts, hub, cache }: Site): string {
  const lines = [
    '# HELP reeve_http_requests_total Answers by the class of their status.',
    '# TYPE reeve_http_requests_total counter',
    ...Object.entries(counts.requests).map(
      ([kind, count]) => `reeve_http_requests_total{status="${kind}"} ${count}`,
    ),
    ...single('reeve_http_refused_total', 'counter', 'Requests that were refused.', counts.refused),
    ...single('reeve_pages_rendered_total', 'counter', 'Pages made.', counts.rendered),
    ...single('reeve_pages_from_cache_total', 'counter', 'Pages sent from memory.', counts.fromCache),
    ...single('reeve_page_cache_bytes', 'gauge', 'Bytes of the pages kept in memory.', cache.bytes),
    ...single('reeve_live_viewers', 'gauge', 'Viewers who follow live.', hub.viewers),
  ];
  return `${lines.join('\n')}\n`;
}

const single = (name: string, type: 'counter' | 'gauge', help: string, value: number): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  `${name} ${value}`,
];
