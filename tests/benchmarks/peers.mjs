// Asks XState and inkjs for every ending of a generated story; prints plays, odds, positions and CPU times as JSON.
// Run by explore.py, which copies this file to where the packages are: node peers.mjs TASK FILE RUNS

import { readFileSync } from "node:fs";

const [task, file, runs] = process.argv.slice(2);
const source = readFileSync(file, "utf8");

/** A weight with which odds over any number of open options stay whole; odds are sums over UNIT ** decisions. */
const UNIT = 60n;

function lowest(over, under) {
  let [a, b] = [over, under];
  while (b) [a, b] = [b, a % b];
  return `${over / a}/${under / a}`;
}

function add(endings, name, plays, weight) {
  const kept = endings[name] ?? [0n, 0n];
  endings[name] = [kept[0] + plays, kept[1] + weight];
}

async function xstate() {
  const { assign, setup } = await import("xstate");
  const { getAdjacencyMap, getSimplePaths } = await import("xstate/graph");
  const config = JSON.parse(source);
  const machine = setup({
    guards: { least: ({ context }, { name, value }) => context[name] >= value },
    actions: {
      add: assign(({ context }, { name, step }) => ({ [name]: Math.max(0, Math.min(4, context[name] + step)) })),
    },
  }).createMachine(config);
  const names = new Set(Object.values(config.states).flatMap((state) => Object.keys(state.on ?? {})));
  const events = [...names].map((type) => ({ type }));
  const depth = Object.keys(config.states).filter((name) => /^d\d+$/.test(name)).length;
  const open = (state) => BigInt(events.filter((event) => state.can(event)).length);

  function paths() {
    const endings = {};
    const known = new Map();
    for (const path of getSimplePaths(machine, { events, toState: (state) => state.status === "done" })) {
      let weight = 1n;
      for (const { state } of path.steps) {
        if (state.status !== "done" && /^d\d+$/.test(state.value)) {
          const key = JSON.stringify([state.value, state.context]);
          if (!known.has(key)) known.set(key, UNIT / open(state));
          weight *= known.get(key);
        }
      }
      add(endings, path.state.value, 1n, weight);
    }
    return { endings };
  }

  function merged() {
    const map = getAdjacencyMap(machine, { events });
    const keys = Object.keys(map);
    const waiting = new Map([[keys[0], [1n, 1n]]]);
    const endings = {};
    const level = (key) => (map[key].state.status === "done" ? depth : Number(map[key].state.value.slice(1)));
    for (const key of keys.toSorted((one, other) => level(one) - level(other))) {
      const [plays, weight] = waiting.get(key) ?? [0n, 0n];
      if (map[key].state.status === "done") {
        add(endings, map[key].state.value, plays, weight);
        continue;
      }
      const leads = Object.values(map[key].transitions).map(({ state }) => serialized(state)).filter((to) => to !== key);
      for (const to of leads) {
        const old = waiting.get(to) ?? [0n, 0n];
        waiting.set(to, [old[0] + plays, old[1] + weight * (UNIT / BigInt(leads.length))]);
      }
    }
    return { endings, positions: keys.length };
  }

  const serialized = (state) => {
    const { value, context } = state;
    return JSON.stringify({ value, context: Object.keys(context ?? {}).length ? context : undefined });
  };
  return { depth, count: task.endsWith("paths") ? paths : merged };
}

async function ink() {
  const { Compiler } = await import("inkjs/full");
  const story = new Compiler(source).Compile();
  const names = [...source.matchAll(/^VAR (\w+)/gm)].map((found) => found[1]);
  const depth = [...source.matchAll(/^=== d\d+ ===/gm)].length;
  const values = () => names.map((name) => story.variablesState[name]).join();

  function paths() {
    const endings = {};
    story.ResetState();
    const walk = (weight) => {
      const text = story.ContinueMaximally().trim();
      const number = story.currentChoices.length;
      if (!number) return add(endings, text, 1n, weight);
      const saved = story.state.toJson();
      for (let place = 0; place < number; place++) {
        story.state.LoadJson(saved);
        story.ChooseChoiceIndex(place);
        walk(weight * (UNIT / BigInt(number)));
      }
    };
    walk(1n);
    return { endings };
  }

  function merged() {
    const endings = {};
    story.ResetState();
    story.ContinueMaximally();
    let here = new Map([[values(), [story.state.toJson(), 1n, 1n]]]);
    let positions = 1;
    while (here.size) {
      const after = new Map();
      for (const [saved, plays, weight] of here.values()) {
        story.state.LoadJson(saved);
        const number = story.currentChoices.length;
        for (let place = 0; place < number; place++) {
          story.state.LoadJson(saved);
          story.ChooseChoiceIndex(place);
          const text = story.ContinueMaximally().trim();
          const share = weight * (UNIT / BigInt(number));
          const old = after.get(values());
          if (!story.currentChoices.length) add(endings, text, plays, share);
          else if (old) after.set(values(), [old[0], old[1] + plays, old[2] + share]);
          else after.set(values(), [story.state.toJson(), plays, share]);
        }
      }
      here = after;
      positions += here.size;
    }
    return { endings, positions };
  }
  return { depth, count: task.endsWith("paths") ? paths : merged };
}

const { depth, count } = await (task.startsWith("xstate") ? xstate() : ink());
const times = [];
let found;
for (let run = 0; run < Number(runs); run++) {
  const begun = process.cpuUsage();
  found = count();
  const { user, system } = process.cpuUsage(begun);
  times.push((user + system) / 1e6);
}
const endings = Object.fromEntries(Object.entries(found.endings).map(
  ([name, [plays, weight]]) => [name, [String(plays), lowest(weight, UNIT ** BigInt(depth))]]));
console.log(JSON.stringify({ times, endings, positions: found.positions ?? null }));
