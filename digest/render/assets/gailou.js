// Marks what is new, shows floors at their cites, takes in what comes.
(() => {
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const byId = (id) => document.getElementById(id);
const make = (tag, className, text, more) => Object.assign(document.createElement(tag), { className, textContent: text, ...more });
const say = (zh, en) => (document.documentElement.lang === "en" ? en : zh);
const recall = (key) => { try { return localStorage.getItem(`gailou:${key}`); } catch { return null; } };
const store = (key, value) => { try { localStorage.setItem(`gailou:${key}`, value); } catch {} };
const main = one("main");
const { source, id, base } = main.dataset;
const page = async (url) => {
  const reply = await fetch(url, { cache: "no-cache" }).catch(() => ({}));
  return reply.ok ? new DOMParser().parseFromString(await reply.text(), "text/html") : new Document();
};

// A link to #p62 opens what hides it, or leads to the page that has it.
const reveal = () => {
  const { hash, pathname } = location;
  const place = byId(hash.slice(1));
  if (!place && /^#[ep]\d+$/.test(hash) && base != null)
    location.replace(pathname + hash.replace("#p", "/posts/").replace("#", "/entries/"));
  const folded = place?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  place.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

// In a list of threads: how much of each is unread.
for (const row of all("[data-revs]")) {
  const last = Number(recall(row.dataset.thread));
  const news = row.dataset.revs.split(" ").filter((rev) => rev > last).length;
  if (last && news) one("h2", row).append(" ", make("span", "badge", say(`新 ${news}`, `${news} new`)));
}

// A cited floor, below its cite.
const peek = make("div", "peek");
const floors = new Map();
let shown = null, turn, touch;
const hide = () => { shown = null; peek.remove(); };
const cited = ({ target }) => target.closest("a[href*='#p']:not(.pager a, [href^=http])");
const show = async (link) => {
  shown = link;
  const path = link.pathname.replace(/(\/posts)?$/, `/posts/${link.hash.slice(2)}`);
  const here = byId(link.hash.slice(1));
  if (!here && !floors.has(path)) floors.set(path, await page(path));
  const floor = here || one("article", floors.get(path));
  if (!floor || shown !== link) return;
  peek.replaceChildren(floor.cloneNode(true));
  peek.firstChild.removeAttribute("id");
  peek.append(make("a", "note", say("跳到这里", "go"), { href: link.href }));
  link.after(peek);
};
addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = cited(event);
  clearTimeout(turn);
  if (!peek.contains(event.target) && link !== shown) turn = setTimeout(link ? show : hide, 200, link);
});
addEventListener("pointerdown", (event) => {
  touch = event.pointerType === "touch";
  if (!peek.contains(event.target) && cited(event) !== shown) hide();
});
addEventListener("click", (event) => {
  const link = cited(event);
  if (!link || peek.contains(link)) return;
  if (!touch || shown === link) return hide();
  event.preventDefault();
  show(link);
});
addEventListener("focusin", (event) => {
  if (peek.contains(event.target)) return;
  const link = event.target.matches(":focus-visible") && cited(event);
  if (link) show(link); else if (!touch) hide();
});

// Their script comes with a key.
const entries = (kind = "") => all(`.entries > li[id]${kind}`);
const help = byId("keys");
const press = async (key) => (await import(help.dataset.src)).press(key);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  if (!help || event.ctrlKey || event.metaKey || event.altKey || !/^[jknor/?]$/.test(event.key)) return;
  if (event.target.closest("input, dialog") || recall("keys") === "off") return;
  event.preventDefault();
  press(event.key);
});
if (help) Object.assign(help, { hidden: false, onclick: () => press("?") });

if (!source) return;
const name = `${source}/${id}`;
let rev = Number(main.dataset.rev);

// A revision is read when its entries were in view for 2 s.
const last = Number(recall(name));
const unread = new Map();
const settle = () => {
  const oldest = Math.min(...[...unread.keys()].map((item) => item.dataset.rev), rev + 1);
  if (oldest - 1 > recall(name)) store(name, oldest - 1);
  if (!unread.size) byId("live").replaceChildren();
};
const seen = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    clearTimeout(unread.get(target));
    const done = () => { seen.unobserve(target); unread.delete(target); settle(); };
    if (isIntersecting) unread.set(target, setTimeout(done, 2e3));
  }
}, { threshold: 0.6 });
const mark = (item) => {
  if (!item.matches(".new")) item.prepend(make("span", "badge", say("新", "new")));
  item.classList.add("new");
  unread.set(item);
  seen.observe(item);
};
const tell = (line, items, since, more) => {
  const sum = items.length + (more ? "+" : "");
  const text = say(`${since}新增 ${sum} 条`, `${sum} new`);
  if (items.length) line.replaceChildren(make("a", "", text, { href: more ? `?since=r${last}` : `#${items[0].id}` }));
  line.hidden = !items.length;
};
// Of a section cut short there may be more.
const cut = ".note + .entries > .new:first-child";
const count = () => tell(byId("news"), entries(".new"), last ? "上次访问后" : "打开页面后", last && base != null && one(cut));
if (last) entries().filter((item) => item.dataset.rev > last).forEach(mark);
if (unread.size && byId("news").hidden) count();
setTimeout(settle, 2e3);

// What comes is taken from the page as it is now. Files have no server.
if (base == null) return;
const plain = (item) => item.innerHTML.replace(/^<span class="badge">.*?<\/span>/, "");
const take = (next) => {
  const fresh = [];
  for (const item of all("section[data-key] .entries > li", next)) {
    const old = byId(item.id);
    if (!old) fresh.push(item);
    else if (plain(old) !== plain(item)) old.replaceWith(item);
  }
  for (const item of fresh) {
    const section = byId(item.closest("section").id);
    if (!one(".entries", section)) one(".none", section).replaceWith(make("ul", "entries"));
    one(".entries", section).append(item);
    item.classList.add("arrived");
    mark(item);
  }
  for (const part of [".facts", ".figures", "#summary", "#contents", "#coverage"]) {
    const [old, now] = [one(part), one(part, next)];
    if (!old || !now || old.innerHTML === now.innerHTML) continue;
    now.open = old.open;
    old.replaceWith(now);
  }
  for (const floor of all("#raw > article", next)) if (!byId(floor.id)) byId("raw").append(floor);
  return fresh;
};
let unsaid = [];
let saying = 0;
const announce = () => {
  if (saying || !unsaid.length) return;
  tell(byId("live"), unsaid, "刚刚");
  unsaid = [];
  saying = setTimeout(() => { saying = 0; announce(); }, 1e4);
};
const look = async () => {
  const next = one("main", await page(`${base}/t/${name}`));
  if (!next || next.dataset.rev <= rev) return;
  if (!rev) location.reload();
  rev = Number(next.dataset.rev);
  const still = document.elementFromPoint(innerWidth / 2, innerHeight / 3)?.closest("li, article, section, p");
  const before = still?.getBoundingClientRect().top;
  unsaid.push(...take(next));
  count();
  if (still?.isConnected) scrollBy(0, still.getBoundingClientRect().top - before);
  announce();
};

let events, later, wait = 5e3;
const follow = () => {
  events?.close();
  clearTimeout(later);
  if (document.hidden) return;
  look();
  events = new EventSource(`${base}/events?thread=${name}&types=revision`);
  for (const type of ["revision", "reset"]) events.addEventListener(type, () => setTimeout(look, Math.random() * 1e3));
  events.onerror = () => { if (events.readyState > 1) later = setTimeout(follow, wait *= 2); };
};
document.addEventListener("visibilitychange", follow);
follow();
})();
