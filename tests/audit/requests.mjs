// Requests to a chat endpoint against OpenAI's published types: each golden body of tests/data/golden/llm/requests is
// compiled as what the package `openai` says one may send. A body with a parameter that there is none of must fail, so
// that the check is known to bite.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const TYPE = "ChatCompletionCreateParamsNonStreaming";

// Exactly one literal to a file: an object literal may have no property that its type lacks.
const source = (body) =>
  `import type { ${TYPE} } from "openai/resources/chat/completions";\nexport const body: ${TYPE} = ${body};\n`;

const config = (files) => ({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    module: "nodenext",
    moduleResolution: "nodenext",
    target: "es2022",
    types: [],
  },
  files,
});

const compiled = (modules, folder) =>
  spawnSync(process.execPath, [`${modules}/typescript/bin/tsc`, "--project", folder], { encoding: "utf8" }).stdout.trim();

/** Faults, one a line; `goldens` is the folder with the bodies, `modules` that of npm. */
export const requests = (goldens, modules) => {
  const names = readdirSync(goldens).filter((name) => name.endsWith(".json"));
  if (!names.length) return [`no request in ${goldens}`];
  // Beside node_modules, where tsc looks for the package.
  const folder = `${modules}/../requests`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{"type":"module"}\n');
  for (const name of names) {
    writeFileSync(`${folder}/${name.replace(/\.json$/, ".ts")}`, source(readFileSync(`${goldens}/${name}`, "utf8")));
  }
  const files = names.map((name) => name.replace(/\.json$/, ".ts"));
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config(files)));
  const faults = compiled(modules, folder).split("\n").filter(Boolean);

  const spoilt = JSON.parse(readFileSync(`${goldens}/${names[0]}`, "utf8"));
  const wrong = { extra: { ...spoilt, max_token: 5 }, type: { ...spoilt, temperature: "0" }, role: {
    ...spoilt, messages: [{ role: "users", content: "x" }] } };
  for (const [name, body] of Object.entries(wrong)) {
    writeFileSync(`${folder}/wrong.ts`, source(JSON.stringify(body)));
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config(["wrong.ts"])));
    if (!compiled(modules, folder)) faults.push(`a request with a wrong ${name} passes: the check sees nothing`);
  }
  return faults;
};

if (process.argv[1] === import.meta.filename) {
  const faults = requests(process.argv[2], process.argv[3] ?? `${import.meta.dirname}/node_modules`);
  for (const fault of faults) console.error(fault);
  process.exit(faults.length ? 1 : 0);
}
