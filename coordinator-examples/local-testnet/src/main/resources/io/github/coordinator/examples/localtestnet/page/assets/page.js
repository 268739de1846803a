/* The page: asks the server, makes the next model of its answers, and shows it. */

import {EMPTY, afterLook, withSelected, withoutServer} from './model.js';
import {NoAnswer, look} from './server.js';
import {render, renderTime} from './render.js';
import {byId} from './dom.js';

const BETWEEN_LOOKS_MILLIS = 1_000;
const LONGEST_BACK_OFF_MILLIS = 5_000;
const BETWEEN_CLOCK_TICKS_MILLIS = 250;

let model = EMPTY;
let waitMillis = BETWEEN_LOOKS_MILLIS;
let nextLook = 0;
let clock = 0;
let isLooking = false;

function show(next) {
  model = next;
  render(model, Date.now());
}

async function takeLook() {
  if (isLooking) {
    return;
  }
  isLooking = true;
  try {
    const answers = await look(model.entries.at(-1)?.number ?? 0, model.selected?.client ?? null);
    waitMillis = BETWEEN_LOOKS_MILLIS;
    show(afterLook(model, answers, Date.now()));
  } catch (failure) {
    if (!(failure instanceof NoAnswer)) {
      throw failure;
    }
    waitMillis = model.goneSince === null ? waitMillis : Math.min(2 * waitMillis, LONGEST_BACK_OFF_MILLIS);
    show(withoutServer(model, Date.now()));
  } finally {
    isLooking = false;
    planNextLook();
  }
}

function planNextLook() {
  clearTimeout(nextLook);
  if (!document.hidden) {
    nextLook = setTimeout(takeLook, waitMillis);
  }
}

/** A hidden page asks nothing. */
function visibilityChanged() {
  clearTimeout(nextLook);
  clearInterval(clock);
  if (!document.hidden) {
    clock = setInterval(() => renderTime(model, Date.now()), BETWEEN_CLOCK_TICKS_MILLIS);
    takeLook();
  }
}

function select(selected) {
  show(withSelected(model, selected));
  takeLook();
}

document.addEventListener('click', event => {
  const button = event.target.closest('button[data-client]');
  if (button !== null) {
    select({client: button.dataset.client, name: button.textContent});
    byId('client').showModal();
  }
});
byId('client').addEventListener('close', () => show(withSelected(model, null)));
byId('filter').addEventListener('input', () => render(model, Date.now()));
byId('kind').addEventListener('change', () => render(model, Date.now()));
document.addEventListener('visibilitychange', visibilityChanged);
visibilityChanged();
