// Talking to the host: one stream of pages with polling where it does not come through, and answers that are kept and
// sent again until the host has them.

const PATIENCE = 8000;      // ms a stream may take to bring its first page before polling begins
const POLL = 2000;          // ms between polls
const FIRST_RETRY = 500;    // ms before an answer is sent again; doubles up to LONGEST_RETRY
const LONGEST_RETRY = 8000;

export async function post(path, data) {
  const response = await fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(data), credentials: "same-origin",
  });
  let told = {};
  try { told = await response.json(); } catch (fault) { told = {}; }
  return { status: response.status, ...told };
}

// Calls take(page) with every page and lost(true|false) when the connection goes and comes.
export function follow(path, language, take, lost, signedOut) {
  let source = null, timer = null, tag = "", stopped = false, heard = false;

  function stop() {
    stopped = true;
    if (source) source.close();
    clearTimeout(timer);
  }

  function listen() {
    if (typeof EventSource === "undefined") return poll();
    source = new EventSource(`${path}/events?lang=${language}`);
    timer = setTimeout(() => { if (!heard && !stopped) { source.close(); poll(); } }, PATIENCE);
    source.onmessage = (event) => {
      heard = true;
      lost(false);
      take(JSON.parse(event.data));
    };
    source.onerror = () => {
      if (stopped) return;
      lost(true);
      source.close();
      clearTimeout(timer);
      check();
    };
  }

  // After an error: is the seat still ours, and does the stream come back?
  async function check() {
    if (stopped) return;
    try {
      const response = await fetch(`${path}/page?lang=${language}`, { credentials: "same-origin" });
      if (response.status === 204) return signedOut();
      if (response.ok) {
        take(await response.json());
        lost(false);
        heard = false;
        return listen();
      }
    } catch (fault) { /* the network is away; it is tried again below */ }
    timer = setTimeout(check, POLL);
  }

  async function poll() {
    if (stopped) return;
    try {
      const response = await fetch(`${path}/page?lang=${language}`, {
        credentials: "same-origin", headers: tag ? { "if-none-match": tag } : {} });
      if (response.status === 204) return signedOut();
      if (response.status === 200) {
        tag = response.headers.get("etag") || "";
        take(await response.json());
      }
      lost(false);
    } catch (fault) { lost(true); }
    timer = setTimeout(poll, POLL);
  }

  listen();
  return stop;
}

// Sends things in order, each until it is answered; the newest of a name replaces one that waits.
export class Outbox {
  constructor(done, waiting) {
    this.queue = new Map();
    this.busy = false;
    this.done = done;
    this.waiting = waiting;
  }

  put(name, path, data) {
    this.queue.delete(name);
    this.queue.set(name, { path, data });
    this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    let pause = FIRST_RETRY;
    while (this.queue.size) {
      const [name, item] = this.queue.entries().next().value;
      let told = null;
      try { told = await post(item.path, item.data); } catch (fault) { told = null; }
      if (told && told.status !== 429 && told.status < 500) {
        if (this.queue.get(name) === item) this.queue.delete(name);
        this.done(name, told);
        pause = FIRST_RETRY;
      } else {
        this.waiting(name);
        await new Promise((next) => setTimeout(next, pause));
        pause = Math.min(2 * pause, LONGEST_RETRY);
      }
    }
    this.busy = false;
  }
}
