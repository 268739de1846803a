/* Explanations, with the names of the clients in place of their ids. */

import {element, list} from './dom.js';

const ID = /(0x[0-9a-f]+)/;

export function renderSentences(parent, sentences, names) {
  list(parent, sentences.map((text, i) => ({text, i})), ({i}) => i, () => element('li'), (item, {text}) =>
    item.replaceChildren(...text.split(ID).map(part => names.has(part) ? element('bdi', '', names.get(part)) : part)));
}

/** The names of all clients that a status tells of, by their ids. */
export function namesOf({members, pendingClients, removals, ejected}) {
  return new Map([...removals, ...ejected, ...pendingClients, ...members].map(({client, name}) => [client, name]));
}
