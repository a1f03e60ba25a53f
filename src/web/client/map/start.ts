import { readBase } from '../../map/layout.ts';
import { jsonBlock, texts as textsOf } from '../texts.ts';
import { Announcer } from './announcer.ts';
import { placeBands } from './bands.ts';
import { Board } from './board.ts';
import { Choice } from './choice.ts';
import { LitTable } from './lit.ts';
import { MapModel } from './model.ts';
import { Names } from './names.ts';
import { followMachine } from './news.ts';
import { mapElements, type MapElements } from './page.ts';
import { heedPointer } from './pointer.ts';
import { drawRamp } from './ramp.ts';
import { Stage } from './stage.ts';
import { heedTools } from './tools.ts';

/** Brings the picture to life where the page has one. */
export function startMap(): void {
  const page = mapElements();
  if (page === null) return;
  const { base, names: namesUrl = '', machine } = page.root.dataset;
  const texts = textsOf(jsonBlock('map-texts') as Parameters<typeof textsOf>[0]);
  const model = new MapModel();
  const names = new Names(namesUrl, () => {
    board.draw();
    choice.renew();
    lit?.renew();
  });
  const stage = new Stage(page.canvas, page.room);
  stage.fit();
  const board = new Board({
    stage,
    model,
    names,
    drawn: () => {
      placeBands(page.bands, stage, board.order);
      choice.place();
      // One finger scrolls the page, until there is something in the picture to move.
      page.canvas.style.touchAction = stage.view.cell * 256 > stage.view.size ? 'none' : 'pan-y';
    },
  });
  const announcer = new Announcer(page.said);
  const choice = new Choice({ page, stage, board, model, names, texts, announcer });
  const lit =
    page.lit === null || page.litRest === null
      ? null
      : new LitTable({
          body: page.lit,
          rest: page.litRest,
          model,
          names,
          texts,
          url: (port, transport) => choice.url(port, transport),
        });

  heedPointer({
    canvas: page.canvas,
    density: () => stage.density,
    view: () => stage.view,
    largest: () => stage.largest,
    change: (view) => {
      stage.view = view;
      board.draw();
    },
    hover: (point) => choice.hover(point),
    press: (point, touch) => choice.press(point, touch),
  });
  const resumed = (): void => {
    // What came meanwhile is counted, and shown now.
    board.renew();
    choice.renew();
    lit?.renew();
  };
  heedTools({ page, stage, board, choice, resumed });
  watchPage(page, stage, board);
  if (base !== undefined) void loadBase(base, model, board, choice);
  if (machine === undefined) return;
  followMachine({
    url: machine,
    model,
    loaded: resumed,
    knocked: (transport, port) => {
      if (!board.paused && transport === board.transport) board.knocked(port);
    },
    listened: (transport, port, opened) => {
      const key = opened ? 'newsOpened' : 'newsClosed';
      announcer.tellNews(() => texts(key, { port: `${port}/${transport}` }), performance.now());
    },
    settled: () => {
      if (board.paused) return;
      board.draw();
      choice.renew();
      lit?.renew();
    },
  });
}

async function loadBase(url: string, model: MapModel, board: Board, choice: Choice): Promise<void> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status}`);
    model.base = readBase(new Uint8Array(await answer.arrayBuffer()));
  } catch {
    setTimeout(() => void loadBase(url, model, board, choice), 5000);
    return;
  }
  board.renew();
  choice.renew();
  document.documentElement.dataset['map'] = 'ready';
}

/** The page's size, the screen's density and the theme. */
function watchPage(page: MapElements, stage: Stage, board: Board): void {
  const fit = (): void => {
    if (stage.fit()) board.draw();
  };
  const renew = (): void => {
    board.recolour();
    drawRamp(page.ramp, board.ramp);
  };
  new ResizeObserver(fit).observe(page.room);
  addEventListener('resize', fit);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', renew);
  new MutationObserver(renew).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  drawRamp(page.ramp, board.ramp);
}
