/* The table of the members. It may have hundreds of rows, so that a row is touched only where it has changed. */

import {attribute, byId, clientButton, element, list, text, updateClientButton} from './dom.js';
import {count, counted, duration, words} from './words.js';

const GONE = {mark: '✗', kind: 'bad'};

export function renderMembers(status, filter) {
  const {members} = status;
  const wanted = filter.trim().toLowerCase();
  const shown = wanted === '' ? members
    : members.filter(({name, client}) => name.toLowerCase().includes(wanted) || client.toLowerCase().startsWith(wanted));
  text(byId('members-text'), members.length === 0 ? 'There are no members now.' : summary(status)
    + (shown.length < members.length ? ` Shown: ${count(shown.length)}.` : ''));
  list(byId('members'), shown, member => member.client, createRow, (row, member) => updateRow(row, member, status.state));
}

function summary({members, state}) {
  const having = predicate => members.filter(predicate).length;
  const parts = [counted(members.length, 'member'), `${count(having(member => member.connected))} connected`];
  if (state === 'WARMUP') {
    parts.push(`${count(having(member => member.ready))} ready`);
  } else if (isRound(state)) {
    parts.push(`${count(having(member => member.updated))} sent an update`);
  }
  return `${parts.join(', ')}.`;
}

const isRound = state => state === 'ROUND_TRAIN' || state === 'ROUND_WITNESS';

function createRow() {
  const row = element('tr');
  const client = element('th', 'name');
  client.scope = 'row';
  client.append(clientButton());
  row.append(client, element('td', 'wide number'), element('td'), element('td'), element('td'));
  return row;
}

function updateRow(row, member, state) {
  const [client, seat, role, progress, health] = row.children;
  updateClientButton(client.firstElementChild, member);
  text(seat, count(member.seat));
  text(role, roleOf(member));
  text(progress, progressOf(member, state));
  const {mark, kind, words: said} = healthOf(member);
  text(health, `${mark} ${said}`);
  attribute(health, 'class', kind);
}

function roleOf({role, witness}) {
  return role === null ? '–' : witness ? `${words(role)}, witness` : words(role);
}

function progressOf(member, state) {
  if (state === 'WARMUP') {
    return member.ready ? '✓ ready' : 'loads the model';
  }
  if (!isRound(state)) {
    return '–';
  }
  const done = [member.updated ? '✓\u00a0update' : '', member.attested ? '✓\u00a0attested' : ''].filter(Boolean);
  return done.length > 0 ? done.join(', ') : member.role === 'VERIFIER' ? 'verifies' : 'trains';
}

const heard = millis => millis < 1_000 ? 'heard just now' : `heard ${duration(millis)} ago`;

function healthOf({presence, connected, silentForMillis}) {
  if (presence !== 'ACTIVE') {
    return {...GONE, words: words(presence)};
  }
  if (!connected) {
    return {...GONE, words: 'not connected'};
  }
  return {mark: '●', kind: 'good', words: silentForMillis === null ? 'connected' : heard(silentForMillis)};
}
