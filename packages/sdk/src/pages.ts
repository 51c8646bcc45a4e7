// Types of lists: which endpoints give pages, and what is in them.
import type { paths } from './schema.js';

/** What a GET of a path answers. */
type AnswerOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer } } } };
}
  ? Answer
  : never;

type Page = { next_cursor: string | null };

/** Paths whose GET answers a page of a list. */
export type ListPath = {
  [Path in keyof paths]: AnswerOf<Path> extends never ? never : AnswerOf<Path> extends Page ? Path : never;
}[keyof paths];

/** The items of a page: of its one list. */
export type ItemOf<Path extends keyof paths> = {
  [Field in keyof AnswerOf<Path>]: AnswerOf<Path>[Field] extends readonly (infer Item)[] ? Item : never;
}[keyof AnswerOf<Path>];

/** The list of a page, wherever it is. */
export function itemsOf(page: object): unknown[] {
  return Object.values(page).find((value) => Array.isArray(value)) ?? [];
}
