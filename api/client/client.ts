import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.js';

/** What requests and answers are made of. */
export type Schemas = components['schemas'];
/** Every path, and what it takes and gives. */
export type Paths = paths;
export type Problem = Schemas['Problem'];
/** Lists and reports are tables and papers too; the client speaks of what is JSON. */
type Json = 'application/json' | 'application/problem+json';
export type Meterbook = Client<paths, Json>;

/** The API at `baseUrl`. An answer has `data`, or `error`, which is a Problem. */
export function meterbook(options: ClientOptions): Meterbook {
  return createClient<paths, Json>(options);
}

/** A name for one wish that moves money: the same one when it is asked again. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** A list's page, as every list answers. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** Every item of a list, a page at a time. */
export async function* everyItem<Item>(
  pageAt: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const page = await pageAt(cursor);
    yield* page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

/** The data of an answer. What the server refused is thrown, with its problem as the cause. */
export function taken<Data>(answer: { data?: Data; error?: Problem }): Data {
  if (answer.data === undefined) {
    throw new Error(answer.error?.detail ?? 'the server gave no answer', { cause: answer.error });
  }
  return answer.data;
}
