/* Small tools for the document. Text of others is only ever set as text. */

export const byId = id => document.getElementById(id);

/** Sets the text of an element, and leaves it alone if it is the same. */
export function text(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

/** Sets an attribute, or takes it away if the value is null. */
export function attribute(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

export function element(tag, className = '', content = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

const shown = new WeakMap();

/**
 * Makes the children of a parent show these items, in their order. An item that was shown before keeps its element, with the
 * focus and the selection in it.
 */
export function list(parent, items, keyOf, create, update) {
  const before = shown.get(parent) ?? new Map();
  const now = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const child = before.get(key) ?? create(item);
    now.set(key, child);
    before.delete(key);
    update(child, item);
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
  }
  before.forEach(child => child.remove());
  shown.set(parent, now);
}

/** A button with the name of a client, which is a claim of the client and may be any text. */
export function clientButton() {
  const button = element('button', 'client');
  button.type = 'button';
  button.append(document.createElement('bdi'));
  return button;
}

export function updateClientButton(button, {client, name}) {
  text(button.firstElementChild, name.trim() === '' ? client.slice(0, 8) : name);
  attribute(button, 'data-client', client);
  attribute(button, 'title', client);
}
