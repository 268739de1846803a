/* The table of what happened. */

import {byId, element, list, text} from './dom.js';
import {count, counted, decimal, time, words} from './words.js';

let shownEntries = null;
let shownKind = null;

export function renderHistory(entries, kind) {
  if (entries === shownEntries && kind === shownKind) {
    return;
  }
  shownEntries = entries;
  shownKind = kind;
  const chosen = kind === '' ? entries : entries.filter(entry => entry.kind === kind);
  text(byId('history-text'), chosen.length === 0 ? 'Nothing yet.'
    : `${counted(chosen.length, 'entry', 'entries')}, from number ${count(chosen[0].number)} on.`);
  keepingPlace(byId('history').closest('.scroll'), () =>
    list(byId('history'), [...chosen].reverse(), entry => `${entry.number} ${entry.at}`, createRow, () => {}));
}

/** Rows that are added at the top do not move those that somebody reads further down. */
function keepingPlace(box, change) {
  const fromBottom = box.scrollHeight - box.scrollTop;
  const isAtTop = box.scrollTop === 0;
  change();
  box.scrollTop = isAtTop ? 0 : box.scrollHeight - fromBottom;
}

function createRow(entry) {
  const row = element('tr', `kind-${words(entry.kind)}`);
  row.append(element('td', 'number', count(entry.number)), element('td', 'time', time(entry.at)), element('td', '', say(entry)));
  return row;
}

function say(entry) {
  switch (entry.kind) {
    case 'TRANSITION':
      return `${words(entry.from)} → ${words(entry.to)}: ${words(entry.reason)}`;
    case 'ROUND':
      return `round ${count(entry.height + 1)} of epoch ${count(entry.epoch)}, step ${count(entry.step)}`
        + (entry.confirmed === false ? ' is not confirmed' : `: loss ${decimal(entry.loss)}, accuracy ${decimal(entry.accuracy)}`);
    case 'REMOVAL':
      return `${entry.name} was removed: ${words(entry.cause)}`;
    case 'OPERATOR':
      return `the operator called ${words(entry.call)}${entry.argument === null ? '' : ` (${entry.argument})`}: ${words(entry.outcome)}`;
    case 'RESTART':
      return 'a server began to serve the run';
    default:
      return words(entry.kind);
  }
}
