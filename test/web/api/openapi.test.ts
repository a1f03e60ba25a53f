import { describe, expect, it } from 'vitest';
import { openApi } from '../../../src/web/api/openapi.ts';
import { apiRoutes } from '../../../src/web/api/routes/index.ts';
import { createApp } from '../../../src/web/server/app.ts';
import { askable, harness } from '../server/harness.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Readonly<Record<string, unknown>>;
  }[];
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const described = openApi(apiRoutes, '0.1.0') as unknown as Description;

describe('the OpenAPI document', () => {
  it('lists exactly the routes that are served', () => {
    using home = harness();
    const { site } = askable(home);
    const served = createApp(site)
      .routes.filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
      .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    site.hub.close();
    const listed = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    // The stream is answered before anything is routed.
    expect(listed.filter((one) => one !== 'GET /api/v1/live').sort()).toEqual(served.sort());
    expect(listed).toContain('GET /api/v1/live');
    expect(listed.length).toBeGreaterThan(15);
  });

  it('names each operation once, and refers to nothing that is not there', () => {
    const names = Object.values(described.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(names).size).toBe(names.length);
    const references = [...JSON.stringify(described.paths).matchAll(/#\/components\/schemas\/([\w-]+)/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, name = ''] of references) expect(described.components.schemas).toHaveProperty(name);
  });

  it('says of each parameter whether it is needed and what it is', () => {
    const parameters = described.paths['/api/v1/top']?.['get']?.parameters ?? [];
    expect(parameters.map(({ name, required }) => [name, required])).toEqual([
      ['since', false],
      ['until', false],
      ['by', true],
      ['limit', false],
    ]);
    const [port] = described.paths['/api/v1/ports/{port}']?.['get']?.parameters ?? [];
    expect(port).toMatchObject({
      in: 'path',
      required: true,
      schema: { type: 'integer', minimum: 0, maximum: 65_535 },
    });
    const limit = parameters.find(({ name }) => name === 'limit');
    expect(limit?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 100 });
  });
});
