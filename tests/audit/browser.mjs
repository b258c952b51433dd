// One browser for all looks: Debian's Chromium, no network but the site's.
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

const candidates = [process.env.CHROME_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const chrome = candidates.find((path) => path && existsSync(path));
export const flags = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=zh-CN"];

export const launch = () => puppeteer.launch({ executablePath: chrome, args: flags });

/// The threads that stage.sh set up, by what they show.
export const recorded = "/t/local/1";
export const long = "/t/local-2/1";
export const hostile = "/t/hostile/7";

/// Every kind of page, with the status it comes with.
export const pages = [
  { name: "front", path: "/" },
  { name: "thread", path: recorded },
  { name: "since", path: `${recorded}?since=r2` },
  { name: "long-thread", path: long },
  { name: "section", path: `${long}/entries/latest?from=1` },
  { name: "entries", path: `${long}/entries` },
  { name: "floors", path: `${recorded}/posts` },
  { name: "floor", path: `${recorded}/posts/30` },
  { name: "activity", path: `${recorded}/activity` },
  { name: "long-activity", path: `${long}/activity` },
  { name: "revision", path: `${recorded}/r/2` },
  { name: "deals", path: "/deals" },
  { name: "about", path: "/about" },
  { name: "search", path: "/search", optional: true },
  { name: "search-hits", path: "/search?q=%E7%AE%97%E5%8A%9B", optional: true },
  { name: "daily", path: "/daily", optional: true },
  { name: "today", path: "/daily/today", optional: true },
  { name: "search-none", path: "/search?q=qqqqzz" },
  { name: "search-fault", path: "/search?q=%22" },
  { name: "problem", path: "/problems/rate-limited" },
  { name: "hostile", path: `${hostile}` },
  { name: "hostile-floors", path: `${hostile}/posts` },
  { name: "hostile-hits", path: "/search?q=%3Cscript%3E" },
  { name: "missing", path: "/t/local/99", status: 404 },
  { name: "bad-parameter", path: `${recorded}/posts?from=x`, status: 400 },
];

/// Those that the site has.
export const present = async (base) => {
  const found = [];
  for (const page of pages) {
    const reply = await fetch(base + page.path, { headers: { accept: "text/html" } });
    if (reply.status === (page.status ?? 200)) found.push(page);
    else if (!page.optional) throw new Error(`${page.path}: ${reply.status}`);
  }
  return found;
};

/// A page in a view of its own: width, scheme, script or none; with what went wrong on it.
export const open = async (browser, url, { width = 1280, height = 900, scheme = "light", script = true, scale = 1, forced = false } = {}) => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults = [];
  const origin = new URL(url).origin;
  page.on("console", (message) => {
    const place = message.location().url ?? "";
    // The status of the page itself is what was asked for.
    if (message.type() === "error" && place !== url) faults.push(`console: ${message.text()} ${place}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(origin)) faults.push(`foreign: ${request.url()}`);
  });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  const features = [{ name: "prefers-color-scheme", value: scheme }];
  if (forced) features.push({ name: "forced-colors", value: "active" });
  // Puppeteer's own call doesn't know forced colours.
  await (await page.createCDPSession()).send("Emulation.setEmulatedMedia", { features });
  await page.goto(url, { waitUntil: "load" });
  return { page, faults, close: () => context.close() };
};

export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
