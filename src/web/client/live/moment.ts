/** A moment of the live feed: `EPOCH-N`. */
export interface Moment {
  readonly epoch: string;
  readonly id: number;
}

export function readMoment(text: string | null | undefined): Moment | null {
  const [, epoch, id] = /^([\w.-]{1,64})-(\d{1,15})$/.exec(text ?? '') ?? [];
  return epoch === undefined ? null : { epoch, id: Number(id) };
}

/** Whether what came at `moment` is told already by what was made at `known`. */
export const isWithin = (moment: Moment | null, known: Moment | null): boolean =>
  moment !== null && known !== null && moment.epoch === known.epoch && moment.id <= known.id;
