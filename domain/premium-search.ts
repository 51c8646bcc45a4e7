// Finds the strike of a premium with few quotes: a premium falls (calls) or rises (puts) with the strike, so each round narrows the span.

/** Middle of bid and ask in paise, by tradingsymbol; null: asked for, and nobody bids or offers. */
export type Premiums = ReadonlyMap<string, number | null>;

type Listed = { tradingsymbol: string };

/** Quotes of one round: 9 narrow 500 strikes to neighbours in three rounds. */
const PER_ROUND = 9;
const LEAST_PER_ROUND = 2;
const MOST_ROUNDS = 4;
/** A fixing that takes longer may not be over at the instant. */
const QUOTES_WITHIN_S = 10;

/** How many contracts a leg asks for in a round, and how many rounds there are. */
export type SearchBounds = { perRound: number; rounds: number };

/**
 * What a search may ask so that all of it takes about ten seconds.
 * @param searches - legs that search at the same time, at least 1
 * @param quotesPerSecond - what the wire allows where each quote is a call; absent: hundreds in one call
 */
export function searchBounds(searches: number, quotesPerSecond: number | undefined): SearchBounds {
  if (quotesPerSecond === undefined) return { perRound: PER_ROUND, rounds: MOST_ROUNDS };
  const quotesALeg = Math.floor((QUOTES_WITHIN_S * quotesPerSecond) / searches);
  const perRound = Math.max(LEAST_PER_ROUND, Math.min(PER_ROUND, Math.floor(quotesALeg / MOST_ROUNDS)));
  return { perRound, rounds: Math.floor(quotesALeg / perRound) };
}

/**
 * The contracts to ask for next; none when the nearest is known or cannot be found.
 * @param candidates - calls or puts of one expiry, by strike
 * @param perRound - the most to ask for, at least 2
 */
export function premiumQuestions<T extends Listed>(
  candidates: readonly T[],
  paise: number,
  premiums: Premiums,
  perRound = PER_ROUND,
): T[] {
  const [from, to] = bracket(candidates, paise, premiums);
  const unasked = candidates.slice(from, to + 1).filter((c) => !premiums.has(c.tradingsymbol));
  if (unasked.length <= perRound) return unasked;
  const last = unasked.length - 1;
  return Array.from({ length: perRound }, (_, i) => unasked[Math.round((i * last) / (perRound - 1))]).filter(
    (c): c is T => c !== undefined,
  );
}

/** The candidate whose premium is nearest, the lower strike on a tie; undefined when all that is quoted is dearer, or cheaper. */
export function nearestPremium<T extends Listed>(
  candidates: readonly T[],
  paise: number,
  premiums: Premiums,
): T | undefined {
  const quoted = quotedOf(candidates, premiums);
  const isInside = quoted.some((q) => q.premium <= paise) && quoted.some((q) => q.premium >= paise);
  if (!isInside) return undefined;
  return quoted.reduce((best, q) => (distance(q, paise) < distance(best, paise) ? q : best)).candidate;
}

type Quoted<T> = { candidate: T; index: number; premium: number };

function quotedOf<T extends Listed>(candidates: readonly T[], premiums: Premiums): Quoted<T>[] {
  return candidates.flatMap((candidate, index) => {
    const premium = premiums.get(candidate.tradingsymbol);
    return premium === undefined || premium === null ? [] : [{ candidate, index, premium }];
  });
}

/** Indices between which the premium must lie: neighbours among the quoted ones where it is crossed, or the open end. */
function bracket(candidates: readonly Listed[], paise: number, premiums: Premiums): [number, number] {
  const last = candidates.length - 1;
  const quoted = quotedOf(candidates, premiums);
  const crossing = quoted.findIndex((q, i) => {
    const next = quoted[i + 1];
    return next !== undefined && (q.premium - paise) * (next.premium - paise) <= 0;
  });
  const [before, after] = [quoted[crossing], quoted[crossing + 1]];
  if (crossing >= 0 && before && after) return [before.index, after.index];
  const [first, end] = [quoted[0], quoted.at(-1)];
  if (!first || !end) return [0, last];
  // All dearer or all cheaper: what is nearest lies towards the end that is nearer.
  return distance(first, paise) < distance(end, paise) ? [0, first.index] : [end.index, last];
}

const distance = ({ premium }: { premium: number }, paise: number): number => Math.abs(premium - paise);
