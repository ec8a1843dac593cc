// A play is saved at a decision, then the author puts an option before the others: what inkjs offers and what it runs.
import { Compiler } from "inkjs/full";

const story = (options) => `-> offer
=== offer ===
The boatman asks.
${options.map((name) => `+ [${name}] -> ${name}`).join("\n")}
=== ten ===
You gave ten years. -> END
=== five ===
You gave five years. -> END
=== nothing ===
You gave nothing. -> END
`;

const before = new Compiler(story(["five", "nothing"])).Compile();
before.ContinueMaximally();
const saved = before.state.ToJson();
const after = new Compiler(story(["ten", "five", "nothing"])).Compile();
const faults = [];
after.onError = (said) => faults.push(said);
after.state.LoadJson(saved);
const offered = after.currentChoices.map((choice) => choice.text);
after.ChooseChoiceIndex(offered.indexOf("five"));
console.log(JSON.stringify({ offered, chosen: "five", told: after.ContinueMaximally().trim(), faults }));
