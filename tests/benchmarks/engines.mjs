// XState and inkjs, asked about a generated story: node engines.mjs ENGINE TASK FILE [PLAYS]
// Run by the benchmark, which copies this file to where the packages are.  Sets up once and prints a line; then does the task
// each time a line comes in and prints its processor seconds and what it came to, as JSON.  The task "first" instead
// prints the first choices and waits to be ended; "compile" prints the story in inkjs' compiled form.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [engine, task, file, plays] = process.argv.slice(2);
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

function count(found, name) {
  found[name] = (found[name] ?? 0) + 1;
}

async function xstate() {
  const { assign, createActor, setup } = await import("xstate");
  const made = () => setup({
    guards: { least: ({ context }, { name, value }) => context[name] >= value },
    actions: {
      add: assign(({ context }, { name, step }) => ({ [name]: Math.max(0, Math.min(4, context[name] + step)) })),
    },
  }).createMachine(JSON.parse(source));
  if (task === "load") return () => void createActor(made()).start().getSnapshot().value;
  const machine = made();
  const config = machine.config;
  if (task === "first") {
    const { value } = createActor(machine).start().getSnapshot();
    return () => Object.keys(config.states[value].on);
  }
  const { getAdjacencyMap, getSimplePaths } = await import("@xstate/graph");
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
    return { endings };
  }

  const serialized = (state) => {
    const { value, context } = state;
    return JSON.stringify({ value, context: Object.keys(context ?? {}).length ? context : undefined });
  };
  function random() {
    const found = {};
    for (let play = 0; play < Number(plays); play++) {
      const actor = createActor(machine).start();
      let state = actor.getSnapshot();
      while (state.status !== "done") {
        const choices = Object.keys(config.states[state.value].on).filter((type) => state.can({ type }));
        actor.send({ type: choices[Math.floor(Math.random() * choices.length)] });
        state = actor.getSnapshot();
      }
      count(found, state.value);
    }
    return found;
  }
  return { paths: () => whole(paths(), depth), merged: () => whole(merged(), depth), random }[task];
}

async function ink() {
  if (task === "first") {  // what a player's program does: it takes up the compiled form
    const { Story } = await import("inkjs");
    return () => {
      const story = new Story(source);
      story.ContinueMaximally();
      return story.currentChoices.map(({ text }) => text);
    };
  }
  const { Compiler } = await import("inkjs/full");
  if (task === "compile") return () => new Compiler(source).Compile().ToJson();
  if (task === "load") return () => void new Compiler(source).Compile().ContinueMaximally();
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
    }
    return { endings };
  }
  function random() {
    const found = {};
    for (let play = 0; play < Number(plays); play++) {
      story.ResetState();
      let text = story.ContinueMaximally();
      while (story.currentChoices.length) {
        story.ChooseChoiceIndex(Math.floor(Math.random() * story.currentChoices.length));
        text = story.ContinueMaximally();
      }
      count(found, text.trim());
    }
    return found;
  }
  return { paths: () => whole(paths(), depth), merged: () => whole(merged(), depth), random }[task];
}

/** Endings as plays and odds in lowest terms. */
function whole({ endings }, depth) {
  return Object.fromEntries(Object.entries(endings).map(
    ([name, [number, weight]]) => [name, [String(number), lowest(weight, UNIT ** BigInt(depth))]]));
}

const work = await { xstate, ink }[engine]();
if (task === "first" || task === "compile") {
  const shown = work();
  if (task === "compile") console.log(shown);
  else process.stdout.write(`${shown.join(" / ")} > `);
  if (task === "first") setInterval(() => {}, 1000);
} else {
  console.log("{}");
  for await (const _ of createInterface({ input: process.stdin })) {
    const begun = process.cpuUsage();
    const found = work();
    const { user, system } = process.cpuUsage(begun);
    console.log(JSON.stringify({ seconds: (user + system) / 1e6, found }));
  }
}
