/* What the page shows, as a value: each answer of the server makes the next one. */

const MOST_ENTRIES = 1_000;

/**
 * status: the last one, or null · aheadMillis: how far the server's clock is ahead of this one · sentences: what the run waits
 * for · entries: the history, the newest last · goneSince: when the server was found to be gone, or null · selected: the
 * client whose explanation is open, {client, name}, or null · clientSentences: that explanation
 */
export const EMPTY = Object.freeze({
  status: null, aheadMillis: 0, sentences: [], entries: [], goneSince: null, selected: null, clientSentences: [],
});

/** The model after a look at the server. */
export function afterLook(model, {status, sentences, history, client, clientSentences}, nowMillis) {
  return {
    ...model,
    status,
    aheadMillis: status === model.status ? model.aheadMillis : Date.parse(status.now) - nowMillis,
    sentences,
    entries: entriesAfter(model.entries, history),
    goneSince: null,
    clientSentences: client === (model.selected?.client ?? null) ? clientSentences : model.clientSentences,
  };
}

/**
 * The answer begins with the newest entry that is known. If it does not, the server has another history, and the next look asks
 * for all of it.
 */
function entriesAfter(known, {entries}) {
  const newest = known.at(-1);
  if (newest === undefined) {
    return entries;
  }
  if (!isSame(newest, entries[0])) {
    return [];
  }
  return entries.length === 1 ? known : [...known, ...entries.slice(1)].slice(-MOST_ENTRIES);
}

function isSame(entry, other) {
  return JSON.stringify(entry) === JSON.stringify(other);
}

export function withoutServer(model, nowMillis) {
  return model.goneSince === null ? {...model, goneSince: nowMillis} : model;
}

export function withSelected(model, selected) {
  return {...model, selected, clientSentences: []};
}
