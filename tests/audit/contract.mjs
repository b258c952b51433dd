// The running API held against its own document: for each operation, values by its parameters' schemas, right and
// wrong; each answer's status, type and body must be as described.
import addFormats from "ajv-formats";
import Ajv2020 from "ajv/dist/2020.js";

// What no schema tells: names and places that there are on the staged site.
const known = (name, zone) => ({
  source: [name.split("/")[0]],
  id: [name.split("/")[1]],
  date: [new Date().toLocaleDateString("sv", { timeZone: zone })],
  q: ["GPU", "算力", "author:privater"],
  since: [0, 1],
  wait: [0, 1],
});
const wrong = ["x", "%00", "%FF", "1.5", "-1", "01", "9".repeat(30), "%E2%80%AE", "a".repeat(3000), "%zz", "%22", "(", "%27%20OR%201=1"];

const right = (schema) => {
  if (schema.enum) return schema.enum;
  if (schema.type !== "integer") return ["local"];
  const least = schema.minimum ?? 0;
  return [least, Math.min(least + 1, schema.maximum ?? least + 1), ...(schema.maximum ? [schema.maximum] : [])];
};
const beyond = (schema) =>
  [schema.minimum - 1, schema.maximum + 1].filter((value) => !Number.isNaN(value)).map(String);

/// Faults, and how many requests found them.
export const contract = async (base, name, zone) => {
  const document = await (await fetch(`${base}/openapi.json`)).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, "api");
  const at = (pointer) =>
    pointer.slice(2).split("/").reduce((node, key) => node[key.replaceAll("~1", "/").replaceAll("~0", "~")], document);
  const whole = (node) => (node?.$ref ? whole(at(node.$ref)) : node);
  const escape = (key) => key.replaceAll("~", "~0").replaceAll("/", "~1");
  const names = known(name, zone);
  const faults = [];
  let requests = 0;

  const ask = async (path, url, { responses }, expected) => {
    requests += 1;
    const reply = await fetch(base + url, { redirect: "manual" });
    const text = await reply.text();
    const fault = (words) => faults.push(`${reply.status} ${url.slice(0, 120)}: ${words}`);
    const told = responses[reply.status];
    if (!told) return fault("an undocumented status");
    if (expected && reply.status !== expected) fault(`${expected} expected`);
    const type = (reply.headers.get("content-type") ?? "").split(";")[0];
    if (!whole(told).content?.[type]) return fault(`an undocumented type, ${type}`);
    const response = told.$ref ? told.$ref.slice(1) : `/paths/${escape(path)}/get/responses/${reply.status}`;
    const fits = ajv.compile({ $ref: `api#${response}/content/${escape(type)}/schema` });
    if (!fits(JSON.parse(text))) fault(JSON.stringify(fits.errors.slice(0, 2)).slice(0, 400));
    return undefined;
  };

  for (const [path, { get, parameters: shared = [] }] of Object.entries(document.paths)) {
    const parameters = [...shared, ...(get.parameters ?? [])].map(whole);
    const values = ({ name: key, schema }) => (names[key] ?? right(whole(schema))).map(encodeURIComponent);
    const address = (given = {}, more = []) => {
      const query = [...more];
      let url = path;
      for (const parameter of parameters) {
        const value = given[parameter.name] ?? (parameter.in === "path" || parameter.required ? values(parameter)[0] : undefined);
        if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, value);
        else if (value !== undefined) query.push(`${parameter.name}=${value}`);
      }
      return url + (query.length ? `?${query.join("&")}` : "");
    };
    await ask(path, address(), get, 200);
    await ask(path, address({}, ["unheard-of=1"]), get, 200);
    for (const parameter of parameters) {
      const { name: key } = parameter;
      for (const value of values(parameter)) await ask(path, address({ [key]: value }), get);
      for (const value of [...wrong, ...beyond(whole(parameter.schema))]) await ask(path, address({ [key]: value }), get);
      if (parameter.in !== "query") continue;
      await ask(path, address({ [key]: "" }), get);
      await ask(path, address({ [key]: values(parameter)[0] }, [`${key}=${values(parameter)[0]}`]), get, 400);
    }
  }
  return { faults, requests };
};
