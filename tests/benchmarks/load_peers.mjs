// How long XState and inkjs take to make a machine or a story of a file; prints CPU times in seconds as JSON.
// Run by load.py, which copies this file to where the packages are: node load_peers.mjs xstate|ink FILE RUNS

import { readFileSync } from "node:fs";

const [task, file, runs] = process.argv.slice(2);
const source = readFileSync(file, "utf8");

async function xstate() {
  const { assign, createActor, setup } = await import("xstate");
  return () => {
    const machine = setup({
      guards: { least: ({ context }, { name, value }) => context[name] >= value },
      actions: { add: assign(({ context }, { name, step }) => ({ [name]: Math.max(0, Math.min(4, context[name] + step)) })) },
    }).createMachine(JSON.parse(source));
    return createActor(machine).start().getSnapshot().value;
  };
}

async function ink() {
  const { Compiler } = await import("inkjs/full");
  return () => {
    const story = new Compiler(source).Compile();
    story.ContinueMaximally();
    return story.currentChoices.length;
  };
}

const make = await (task === "xstate" ? xstate() : ink());
const times = [];
for (let run = 0; run < Number(runs); run++) {
  const begun = process.cpuUsage();
  make();
  const { user, system } = process.cpuUsage(begun);
  times.push((user + system) / 1e6);
}
console.log(JSON.stringify(times));
