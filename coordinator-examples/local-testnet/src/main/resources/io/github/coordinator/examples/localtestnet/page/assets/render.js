/* Shows a model. What depends on the time alone is shown by renderTime, more often. */

import {attribute, byId, clientButton, element, list, text, updateClientButton} from './dom.js';
import {renderCharts} from './charts.js';
import {renderHistory} from './history.js';
import {renderMembers} from './members.js';
import {namesOf, renderSentences} from './sentences.js';
import {count, counted, duration, sentence, time, words} from './words.js';

export function render(model, nowMillis) {
  renderConnection(model);
  if (model.status === null) {
    return;
  }
  const {status} = model;
  document.title = `${sentence(status.state)}, ${steps(status)} – ${status.runId}`;
  text(byId('run-id'), status.runId);
  renderMachine(status.state, model.entries);
  renderNow(model);
  renderMembers(status, byId('filter').value);
  renderCommittee(status);
  renderPending(status);
  renderRemovals(status, model.entries);
  renderHistory(model.entries, byId('kind').value);
  renderCharts(model.entries);
  renderClient(model);
  renderTime(model, nowMillis);
}

export function renderTime({status, aheadMillis, goneSince}, nowMillis) {
  if (status === null || goneSince !== null) {
    return;
  }
  const serverMillis = nowMillis + aheadMillis;
  const began = Date.parse(status.stateBegan);
  const ends = status.stateEnds === null ? null : Date.parse(status.stateEnds);
  const left = ends === null ? null : Math.max(0, ends - serverMillis);
  text(byId('left'), left === null ? `${duration(serverMillis - began)}, without a limit` : `${duration(left)} left at most`);
  text(byId('machine-left'), left === null ? '' : duration(left));
  byId('state-progress').hidden = ends === null;
  byId('state-progress').value = ends === null ? 0 : Math.min(1, (serverMillis - began) / Math.max(1, ends - began));
}

function renderConnection({status, goneSince}) {
  const isGone = goneSince !== null;
  const isOver = isGone && status?.state === 'FINISHED';
  document.body.classList.toggle('gone', isGone && !isOver);
  text(byId('connection'), isOver ? 'The run is finished, and its server has ended.'
    : isGone ? `The server has not answered since ${time(goneSince)}. ${status === null ? '' : 'Below is what it said last. '}This page keeps asking.`
    : status === null ? 'Asking the server…' : 'Live');
}

/** The steps that are done, of all. A status counts the step that is being worked on. */
function stepsMade({step, totalSteps}) {
  return Math.min(step - 1, totalSteps);
}

function steps(status) {
  return `step ${count(Math.min(status.step, status.totalSteps))} of ${count(status.totalSteps)}`;
}

function renderMachine(state, entries) {
  const last = entries.findLast(entry => entry.kind === 'TRANSITION');
  const edge = last === undefined ? '' : `${last.from} ${last.to}`;
  const machine = byId('machine');
  attribute(machine, 'aria-label', `The states of a run. The run is in ${words(state)}.`);
  machine.querySelectorAll('[data-edge]').forEach(path => path.classList.toggle('taken', path.dataset.edge === edge));
  machine.querySelectorAll('[data-state]').forEach(box => box.classList.toggle('lit', box.dataset.state === state));
}

function renderNow({status, sentences}) {
  text(byId('state'), sentence(status.state));
  text(byId('since'), `since ${time(status.stateBegan)}` + (status.reason === null ? '' : `, because: ${words(status.reason)}`));
  text(byId('steps'), `${count(stepsMade(status))} of ${count(status.totalSteps)}`);
  byId('steps-progress').max = status.totalSteps;
  byId('steps-progress').value = stepsMade(status);
  renderSentences(byId('sentences'), sentences, namesOf(status));
  const facts = [
    ['Epoch', count(status.epoch)],
    ['Round of the epoch', status.height === null ? '–' : `${count(status.height + 1)} of ${count(status.roundsPerEpoch)}`],
    ['Batch', status.batchSize === null ? '–' : count(status.batchSize)],
    ['Next data', count(status.nextDataIndex)],
    ['Model', status.modelHash.slice(0, 12)],
    ...status.checkpoint === null ? [] : [['Checkpoint', status.checkpoint]],
  ];
  list(byId('facts'), facts, ([name]) => name, createFact, (fact, [, value]) => text(fact.lastElementChild, value));
}

function createFact([name]) {
  const fact = element('div');
  fact.append(element('dt', '', name), element('dd'));
  return fact;
}

function createClient(tag) {
  const item = element(tag);
  item.append(clientButton(), element('span', 'mark'));
  return item;
}

function updateClient(item, client, mark) {
  updateClientButton(item.firstElementChild, client);
  text(item.lastElementChild, mark);
}

function renderCommittee({committee, members}) {
  const attested = new Set(committee?.attested ?? []);
  const witnesses = committee === null ? [] : members.filter(member => member.witness || attested.has(member.client));
  text(byId('committee-text'), committee === null ? 'There is no round now.'
    : `${count(attested.size)} of ${counted(committee.size, 'witness', 'witnesses')} attested; the round needs ${count(committee.quorum)}.`);
  list(byId('committee'), witnesses, member => member.client, () => createClient('li'), (item, member) =>
    updateClient(item, member, attested.has(member.client) ? '✓ attested' : 'has not attested yet'));
}

function renderPending({pendingClients}) {
  const connected = pendingClients.filter(each => each.connected).length;
  text(byId('pending-text'), pendingClients.length === 0 ? 'Nobody is pending.'
    : `${counted(pendingClients.length, 'client')}, ${count(connected)} connected, in the order in which the next epoch takes them.`);
  list(byId('pending'), pendingClients, each => each.client, () => createClient('li'), (item, each) =>
    updateClient(item, each, [each.member ? 'member' : '', each.connected ? '' : '✗ not connected'].filter(Boolean).join(', ')));
}

/** A status has the removals of its epoch; the history has those of before too. */
function renderRemovals({ejected}, entries) {
  const removals = entries.filter(entry => entry.kind === 'REMOVAL').reverse();
  text(byId('removals-text'), [removals.length === 0 ? 'No member was removed.' : `${counted(removals.length, 'removal')}, the newest first.`,
    ejected.length === 0 ? '' : `Ejected: ${ejected.map(each => each.name).join(', ')}.`].join(' ').trim());
  list(byId('removals'), removals, removal => `${removal.number} ${removal.at}`, createRemoval, () => {});
}

function createRemoval(removal) {
  const row = element('tr');
  const client = element('td');
  const button = clientButton();
  updateClientButton(button, removal);
  client.append(button);
  client.className = 'name';
  row.append(element('td', 'time', time(removal.at)), client,
    element('td', '', `${words(removal.cause)}, during ${words(removal.during)} in epoch ${count(removal.epoch)}`));
  return row;
}

function renderClient({status, selected, clientSentences}) {
  if (selected === null) {
    return;
  }
  text(byId('client-name'), selected.name);
  text(byId('client-id'), selected.client);
  renderSentences(byId('client-sentences'), clientSentences.length === 0 ? ['…'] : clientSentences, namesOf(status));
}
