// What only a browser or a validator can tell of the pages: node audit.mjs BASE FOLDER. One line per check; exit 1 if
// one fails, 3 if one had to be left out.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { get } from "node:http";
import { launch, open, present, recorded, sideways } from "./browser.mjs";
import { contract } from "./contract.mjs";
import { requests } from "./requests.mjs";

const [base, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const modules = `${import.meta.dirname}/node_modules`;
mkdirSync(folder, { recursive: true });

let failed = 0;
let skipped = 0;
const say = (verdict, check, words = "") => console.log(`${verdict.padEnd(5)}${check}${words && `: ${words}`}`);
const check = async (name, run) => {
  try {
    const faults = await run();
    if (faults === "skip") return;
    if (faults.length) failed += 1;
    say(faults.length ? "FAIL" : "ok", name, faults.slice(0, 8).join("\n       "));
  } catch (error) {
    failed += 1;
    say("FAIL", name, error.message.slice(0, 2000));
  }
};
const skip = (name, why) => {
  skipped += 1;
  say("skip", name, why);
  return "skip";
};

await check("requests to a chat endpoint are what OpenAI's types allow", () =>
  requests(`${import.meta.dirname}/../../tests/data/golden/llm/requests`, modules));

const browser = await launch();
const found = await present(base);
const saved = [];
for (const { name, path } of found) {
  const reply = await fetch(base + path, { headers: { accept: "text/html" } });
  const file = `${folder}/${name}.html`;
  writeFileSync(file, await reply.text());
  saved.push(file);
}

// --- bytes

await check("budget of the recorded thread's page", async () => {
  const faults = [];
  const html = readFileSync(`${folder}/thread.html`);
  const packed = await new Promise((done) =>
    get(base + recorded, { headers: { "accept-encoding": "gzip" } }, (reply) => done(Number(reply.headers["content-length"]))));
  if (packed > 20000) faults.push(`${packed} bytes of HTML, gzipped`);
  const loaded = [...html.toString().matchAll(/(?:href|src)="([^"]*\/assets\/[^"]+)"/g)]
    .map((match) => match[1])
    .filter((path) => !html.toString().includes(`data-src="${path}"`));
  for (const path of loaded) {
    const size = (await (await fetch(base + path)).arrayBuffer()).byteLength;
    if (size > 8000) faults.push(`${path}: ${size} bytes`);
  }
  if (loaded.length > 3) faults.push(`${loaded.length + 1} requests`);
  return faults;
});

await check("nothing inline, nothing from elsewhere", async () => {
  const faults = [];
  for (const file of saved) {
    const html = readFileSync(file, "utf8");
    if (/<script(?![^>]*\ssrc=)/.test(html)) faults.push(`${file}: a script of its own`);
    // What people wrote may read like it: tags alone count, of their attributes the names.
    const tags = (html.match(/<[a-z][^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""')).join("");
    if (/<style|\sstyle=|\son[a-z]+=/.test(tags)) faults.push(`${file}: style or handler inline`);
    if (/(?:href|src|action)="\s*(?:javascript|data|vbscript):/i.test(html)) faults.push(`${file}: an address that runs`);
    if (/<(?:script|img|iframe|link)[^>]*(?:src|href)="(?:https?:)?\/\//.test(html)) faults.push(`${file}: loads from elsewhere`);
  }
  return faults;
});

// --- validators

const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;

await check("HTML and CSS (vnu)", async () => {
  if (!has("java")) return skip("HTML and CSS (vnu)", "java is not installed (default-jre-headless)");
  const jar = `${modules}/vnu-jar/build/dist/vnu.jar`;
  const faults = [];
  // Which language a page is written in, vnu guesses from what people said: that isn't ours.
  const run = (args) => {
    const { stderr, status } = spawnSync("java", ["-jar", jar, "--format", "text", ...args], { encoding: "utf8" });
    const lines = stderr.split("\n").filter((line) => /error|warning/i.test(line) && !/completed|No errors|appears to be written in/.test(line));
    if (status !== 0 || lines.length) faults.push(...(lines.length ? lines : [`exit ${status}: ${stderr.slice(0, 500)}`]));
  };
  run(saved);
  for (const [name, path] of styles()) {
    const file = `${folder}/${name}`;
    writeFileSync(file, await (await fetch(base + path)).text());
    run(["--css", "--errors-only", file]);
  }
  return faults;
});

function styles() {
  const all = new Map();
  for (const file of saved) {
    for (const [, path] of readFileSync(file, "utf8").matchAll(/href="([^"]+\.css)"/g)) all.set(path.split("/").pop(), path);
  }
  return all;
}

await check("HTML (html-validate)", async () => {
  const { HtmlValidate } = await import("html-validate");
  const htmlvalidate = new HtmlValidate({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: { "no-inline-style": "error", "long-title": "off", "require-sri": "off", "no-trailing-whitespace": "off" },
  });
  const report = await htmlvalidate.validateMultipleFiles(saved);
  return report.results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId }) => `${filePath.split("/").pop()}:${line} ${ruleId}: ${message}`));
});

await check("links and fragments (linkinator)", async () => {
  const { LinkChecker } = await import("linkinator");
  const result = await new LinkChecker().check({
    path: `${base}/`,
    recurse: true,
    checkFragments: true,
    linksToSkip: async (link) => !link.startsWith(base) || link.includes("/events"),
  });
  return result.links
    .filter(({ state }) => state === "BROKEN")
    .map(({ url, parent, status }) => `${status} ${url} on ${parent}`);
});

await check("the API answers as /openapi.json says", async () => {
  const { faults, requests } = await contract(base, "local/1", "America/Los_Angeles");
  return requests > 300 ? faults : [...faults, `only ${requests} requests`];
});

// --- in the browser

await check("accessibility (axe)", async () => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const faults = [];
  for (const { name, path } of found) {
    for (const view of [{ width: 1280 }, { width: 1280, scheme: "dark" }, { width: 320 }]) {
      const { page, close } = await open(browser, base + path, view);
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const { id, nodes } of violations) {
        faults.push(`${name} ${view.width} ${view.scheme ?? "light"} ${id}: ${nodes[0].html.slice(0, 160)}`);
      }
      await close();
    }
  }
  return faults;
});

await check("no sideways scroll, no error, no foreign request", async () => {
  const faults = [];
  for (const { name, path } of found) {
    for (const script of [true, false]) {
      for (const width of [320, 360, 768, 1280, 2560]) {
        const { page, faults: own, close } = await open(browser, base + path, { width, script });
        const over = script ? await sideways(page) : 0;
        if (over > 0) faults.push(`${name} at ${width}: ${over} px too wide`);
        faults.push(...own.map((fault) => `${name} at ${width}: ${fault}`));
        await close();
      }
    }
  }
  return faults;
});

// --- what the script does

await check("a cite shows its floor and leads to it", async () => {
  const { page, faults, close } = await open(browser, base + recorded);
  await page.hover(".cites a");
  await page.waitForSelector(".peek article", { timeout: 5000 });
  const text = await page.$eval(".peek", (node) => node.textContent);
  if (!/第 \d+ 楼/.test(text)) faults.push(`the peek reads ${text.slice(0, 80)}`);
  await page.keyboard.press("Escape");
  if (await page.$(".peek")) faults.push("Escape leaves it open");
  await page.click(".cites a");
  const { hash, visible } = await page.evaluate(() => ({
    hash: location.hash,
    visible: document.querySelector(location.hash)?.getClientRects().length > 0,
  }));
  if (!/^#p\d+$/.test(hash) || !visible) faults.push(`a click leads to ${hash}`);
  await close();
  return faults;
});

await check("a place that a long thread's page hasn't is found on the page that has it", async () => {
  const faults = [];
  const at = await (await fetch(`${base}/t/local-2/1.json`)).json();
  for (const { id } of [at.entries[10], at.entries[200], at.entries.at(-1)]) {
    for (const script of [true, false]) {
      // Without scripts the address of an entry leads there; with them any anchor does.
      const address = script ? `${base}/t/local-2/1#${id}` : `${base}/t/local-2/1/entries/${id}`;
      const { page, close } = await open(browser, address, { script });
      await new Promise((done) => setTimeout(done, 500));
      const client = await page.createCDPSession();
      const { root } = await client.send("DOM.getDocument", { depth: 0 });
      const { nodeId } = await client.send("DOM.querySelector", { nodeId: root.nodeId, selector: `#${id}` });
      if (!nodeId) faults.push(`${address} leads to ${page.url()}`);
      await close();
    }
  }
  const { page, close } = await open(browser, `${base}/t/local-2/1#p7`);
  await page.waitForSelector("#p7, article", { timeout: 5000 });
  if (!page.url().endsWith("/posts/7")) faults.push(`#p7 leads to ${page.url()}`);
  await close();
  return faults;
});

await check("a tap shows a floor that stands on another page", async () => {
  const { page, faults, close } = await open(browser, `${base}/t/local-2/1`, { width: 390 });
  const link = await page.$("a[href*='/posts?from=']");
  if (!link) return ["no cite leads to another page"];
  await link.evaluate((node) => node.scrollIntoView({ block: "center" }));
  const client = await page.createCDPSession();
  await client.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  const cite = await page.evaluateHandle(() => document.querySelector(".cites a[href*='/posts?from=']"));
  if (cite.asElement()) {
    await cite.evaluate((node) => node.scrollIntoView({ block: "center" }));
    await cite.asElement().tap();
    await page.waitForSelector(".peek article", { timeout: 5000 });
    if (!page.url().endsWith("/t/local-2/1")) faults.push(`the tap went to ${page.url()}`);
  }
  await close();
  return faults;
});

await check("what is new is marked, counted, and read after it was seen", async () => {
  const { page, faults, close } = await open(browser, base + recorded);
  await page.evaluate(() => localStorage.setItem("gailou:local/1", "1"));
  await page.reload({ waitUntil: "load" });
  const news = await page.$eval("#news", (node) => (node.hidden ? "" : node.textContent));
  const marked = await page.$$eval(".entries > .new > .badge", (nodes) => nodes.length);
  if (!marked || news !== `上次访问后新增 ${marked} 条`) faults.push(`${marked} marked, told "${news}"`);
  await page.click("#news a");
  for (const item of await page.$$(".entries > .new")) {
    await item.evaluate((node) => node.scrollIntoView({ block: "center" }));
    await new Promise((done) => setTimeout(done, 2300));
  }
  const rev = await page.$eval("main", (node) => node.dataset.rev);
  const read = await page.evaluate(() => localStorage.getItem("gailou:local/1"));
  if (read !== rev) faults.push(`read up to r${read} of r${rev}`);
  await page.goto(`${base}/`, { waitUntil: "load" });
  await page.evaluate(() => localStorage.setItem("gailou:local/1", "1"));
  await page.reload({ waitUntil: "load" });
  if (!(await page.$(".thread h2 .badge"))) faults.push("the front page counts nothing");
  await close();
  return faults;
});

await check("keys go from entry to entry and can be turned off", async () => {
  const { page, faults, close } = await open(browser, base + recorded);
  const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
  const press = async (key) => {
    await page.keyboard.press(key);
    await new Promise((done) => setTimeout(done, 300));
  };
  await press("j");
  const first = await focused();
  await press("j");
  if (!/^e\d+$/.test(first) || (await focused()) === first) faults.push(`j stays at ${first}`);
  await press("k");
  if ((await focused()) !== first) faults.push("k does not go back");
  await press("?");
  if (!(await page.$("dialog[open]"))) faults.push("? shows no list");
  await page.click("dialog input");
  await page.click("dialog form button");
  await press("j");
  if ((await focused()) !== "keys" && /^e\d+$/.test(await focused()) && (await focused()) !== first) faults.push("j works although turned off");
  await close();
  return faults;
});

await check("hits are seen where the system chooses the colours", async () => {
  const { page, faults, close } = await open(browser, `${base}/search?q=GPU`);
  const client = await page.createCDPSession();
  for (const scheme of ["light", "dark"]) {
    const features = [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: scheme }];
    await client.send("Emulation.setEmulatedMedia", { features });
    const { own, around } = await page.evaluate(() => ({
      own: getComputedStyle(document.querySelector("mark")).color,
      around: getComputedStyle(document.querySelector(".snippet")).color,
    }));
    if (own !== around) faults.push(`${scheme}: ${own} among ${around}`);
  }
  await close();
  return faults;
});

await check("a link to all floors shows none in place", async () => {
  const { page, faults, close } = await open(browser, `${base}${recorded}/posts/30`);
  await page.hover(".pager a[href*='#p']");
  await new Promise((done) => setTimeout(done, 800));
  if (await page.$(".peek")) faults.push("the floor that the page is of pops up");
  await close();
  return faults;
});

await check("complete without script", async () => {
  const { faults, close } = await open(browser, base + recorded, { script: false });
  const html = readFileSync(`${folder}/thread.html`, "utf8");
  for (const part of ['id="s5"', 'id="raw"', 'id="p71"', 'class="strip"', 'id="coverage"']) {
    if (!html.includes(part)) faults.push(`${part} is not in the page`);
  }
  await close();
  return faults;
});

// --- the whole

await check("Lighthouse", async () => {
  const { default: lighthouse } = await import("lighthouse");
  const port = Number(new URL(browser.wsEndpoint()).port);
  const least = { accessibility: 1, "best-practices": 1, seo: 1, performance: 0.99 };
  const look = async (path) => {
    const { lhr } = await lighthouse(base + path, { port, output: "json", logLevel: "silent" });
    return Object.entries(least).flatMap(([category, score]) => {
      const is = lhr.categories[category].score;
      if (is >= score) return [];
      const missed = lhr.categories[category].auditRefs
        .map(({ id }) => lhr.audits[id])
        .filter(({ score: own, scoreDisplayMode }) => own !== null && own < 1 && scoreDisplayMode !== "informative")
        .map(({ id }) => id);
      return [`${path} ${category} ${Math.round(is * 100)}: ${missed.join(", ")}`];
    });
  };
  const faults = [];
  for (const path of ["/", recorded]) {
    // A busy machine makes any page slow: the best of three counts.
    let missed = await look(path);
    for (let again = 0; missed.length && again < 2; again += 1) missed = await look(path);
    faults.push(...missed);
  }
  return faults;
});

await browser.close();
process.exit(failed ? 1 : skipped ? 3 : 0);
