import type { WorkFilter } from '../../application/ports/backlog.js';
import { dutyKinds, dutyStates, type Duty } from '../../domain/work.js';

const wordOf = ({ kind, state }: Duty): string => `${kind}:${state}`;

/** What an aggregate is found by when its work is listed: each once, in one order. */
export const dutyWords = (duties: readonly Duty[]): readonly string[] => [...new Set(duties.map(wordOf))].sort();

/** Every word that the filter means: all of them, where it asks for neither kind nor state. */
export const wordsMeant = ({ kind, state }: Pick<WorkFilter, 'kind' | 'state'>): readonly string[] =>
  dutyKinds
    .filter((each) => kind === undefined || each === kind)
    .flatMap((each) =>
      dutyStates.filter((one) => state === undefined || one === state).map((one) => wordOf({ kind: each, state: one })),
    );

export const parkedWords: readonly string[] = wordsMeant({ state: 'parked' });

/** Where a page of what is due ends: the moment and the id of its last. */
export type DueMark = { readonly due: number; readonly id: string };

export const markText = ({ due, id }: DueMark): string => `${due} ${id}`;

export const markOf = (text: string): DueMark => {
  const space = text.indexOf(' ');
  return { due: Number(text.slice(0, space)), id: text.slice(space + 1) };
};
