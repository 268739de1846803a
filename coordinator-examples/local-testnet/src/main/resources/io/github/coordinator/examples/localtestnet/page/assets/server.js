/* What the page asks the server for. */

const PATIENCE_MILLIS = 5_000;

let lastStatus = {tag: '', body: null};

/** The server is not there, or cannot answer. */
export class NoAnswer extends Error {}

/**
 * One look at the run. The history is asked for from the newest entry that is known, so that this entry comes once more:
 * another one in its place means that another run has begun.
 *
 * @param {number} newest the number of the newest entry of the history that is known, 0 for none
 * @param {?string} client the client that is to be explained too
 */
export async function look(newest, client) {
  try {
    const [status, explanation, history, clientSentences] = await Promise.all([
      getStatus(),
      getJson('api/explain'),
      getJson(`api/history?after=${Math.max(0, newest - 1)}&limit=1000`),
      client === null ? [] : getClientSentences(client),
    ]);
    return {status, sentences: explanation.sentences, history, client, clientSentences};
  } catch (cause) {
    throw new NoAnswer('no answer', {cause});
  }
}

/** The status; the same object again if nothing has changed. */
async function getStatus() {
  const response = await get('api/status', {'If-None-Match': lastStatus.tag});
  if (response.status !== 304) {
    requireOk(response);
    lastStatus = {tag: response.headers.get('ETag') ?? '', body: await response.json()};
  }
  return lastStatus.body;
}

async function getClientSentences(client) {
  const response = await get(`api/explain/${encodeURIComponent(client)}`);
  if (response.status === 404) {
    return [(await response.json()).error];
  }
  requireOk(response);
  return (await response.json()).sentences;
}

async function getJson(path) {
  const response = await get(path);
  requireOk(response);
  return response.json();
}

function get(path, headers = {}) {
  return fetch(path, {headers, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MILLIS)});
}

function requireOk(response) {
  if (!response.ok) {
    throw new Error(`${response.url} answers ${response.status}`);
  }
}
