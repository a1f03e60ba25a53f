/** The elements of the page that the picture works with; null where the page has no map. */
export function mapElements() {
  const root = document.querySelector<HTMLElement>('[data-map]');
  const part = (name: string): HTMLElement | null =>
    root?.querySelector<HTMLElement>(`[data-map-${name}]`) ?? null;
  const canvas = root?.querySelector('canvas') ?? null;
  const room = part('room');
  const tip = part('tip');
  const panel = part('panel');
  const said = part('said');
  const tools = [...(root?.querySelectorAll<HTMLElement>('[data-map-tools]') ?? [])];
  const jump = part('jump');
  if (root === null || canvas === null || room === null || tip === null) return null;
  if (panel === null || said === null || jump === null) return null;
  return {
    root,
    canvas,
    room,
    tip,
    panel,
    said,
    tools,
    jump,
    bands: [...root.querySelectorAll<HTMLElement>('[data-range]')],
    ramp: part('ramp'),
    pause: part('pause'),
    lit: document.querySelector<HTMLElement>('[data-map-lit-body]'),
    litRest: document.querySelector<HTMLElement>('[data-map-lit-rest]'),
  };
}

export type MapElements = NonNullable<ReturnType<typeof mapElements>>;
