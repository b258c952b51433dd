// Marks what is new since the last visit, adds what comes, opens the floor that a link means. Text goes in as text.
(() => {
  "use strict";

  const main = document.querySelector("main");
  const byId = (id) => document.getElementById(id);
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  };

  // A link to #p62 opens what hides floor 62.
  const reveal = () => {
    const place = /^#[a-z]\d+$/.test(location.hash) && byId(location.hash.slice(1));
    const folded = place && place.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    place.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  const say = (zh, en) => (document.documentElement.lang === "en" ? en : zh);

  const { source, id, base = "", forum = "" } = main.dataset;
  if (!source) return;
  let rev = Number(main.dataset.rev);
  const thread = `${base}/t/${source}/${id}`;

  // A revision is read when all of its entries were in view for 2 s.
  const key = `gailou:${source}/${id}`;
  const stored = () => { try { return Number(localStorage.getItem(key)); } catch { return 0; } };
  const store = (value) => { try { localStorage.setItem(key, value); } catch {} };
  const last = stored();
  const unread = new Set();
  const timers = new Map();

  const settleRead = () => {
    const oldest = Math.min(...[...unread].map((item) => Number(item.dataset.rev)), rev + 1);
    if (oldest - 1 > stored()) store(oldest - 1);
  };
  const seen = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      clearTimeout(timers.get(target));
      if (!isIntersecting) continue;
      timers.set(target, setTimeout(() => {
        seen.unobserve(target);
        unread.delete(target);
        settleRead();
      }, 2000));
    }
  }, { threshold: 0.6 });

  const link = (href, text, className, label) => {
    const node = make("a", className, text);
    node.href = href;
    if (label) node.setAttribute("aria-label", label);
    return node;
  };
  const count = () => {
    const [first, ...more] = document.querySelectorAll(".entries > .new");
    const news = byId("news");
    if (!news || !first) return;
    const n = more.length + 1;
    news.replaceChildren(link(`#${first.id}`, say(`${last ? "上次访问后" : "打开页面后"}新增 ${n} 条`, `${n} new`)));
    news.hidden = false;
  };
  const markNew = (item) => {
    if (!item.matches(".new")) item.prepend(make("span", "badge", say("新", "new")));
    item.classList.add("new");
    unread.add(item);
    seen.observe(item);
  };

  if (last > 0) {
    for (const item of document.querySelectorAll(".entries > li")) {
      if (Number(item.dataset.rev) > last) markNew(item);
    }
    count();
  }
  setTimeout(settleRead, 2000);

  // Live: the same elements as the server writes.
  const floorLink = (floor, text = `#${floor}`) => {
    const from = Math.floor((floor - 1) / 200) * 200 + 1;
    return link(byId(`p${floor}`) ? `#p${floor}` : `${thread}/posts?from=${from}#p${floor}`, text);
  };
  const outLink = (floor) => {
    const node = link(`${forum}/${floor}`, "↗", "out", say(`在论坛打开第 ${floor} 楼`, `forum #${floor}`));
    node.rel = "nofollow noopener noreferrer ugc";
    return node;
  };
  const markerOf = (text) => {
    const [, word, floors, first] = /^(\D+)(#(\d+).*)$/.exec(text) || [];
    const node = make("span", "marker", say(word || text, { 新增: "New ", 更正: "Correction " }[word]));
    if (floors) node.append(floorLink(Number(first), floors));
    if (floors && forum) node.append(outLink(first));
    node.append(say("：", ": "));
    return node;
  };
  const within = (marker, cites) => {
    const [, first, end] = /#(\d+)(?:–(\d+))?/.exec(marker) || [];
    return first && cites.every((cite) => cite >= Number(first) && cite <= Number(end || first));
  };
  const citesOf = (cites) => {
    const node = make("span", "cites", "(");
    cites.forEach((cite, at) => node.append(at ? ", " : "", floorLink(cite)));
    node.append(")");
    return node;
  };
  const verbs = { contradicts: "反驳", updates: "更新", repeats: "重提", answers: "回应" };

  const itemOf = (entry) => {
    const item = make("li");
    item.id = entry.id;
    item.dataset.rev = entry.rev;
    if (entry.marker) item.append(markerOf(entry.marker));
    const [, words, end] = /^([^]*?)([。！？!?.]?)$/.exec(entry.text);
    if (!entry.cites.length || within(entry.marker, entry.cites)) item.append(entry.text);
    else item.append(words, end === "." ? " " : "", citesOf(entry.cites), end || "。");
    for (const { rel, entry: earlier } of entry.links || []) {
      const verb = say(verbs[rel], rel);
      if (earlier && verb) item.append(" ", link(`#${earlier}`, `${verb}↑`, "rel", verb + say("前面的一条", "")));
    }
    return item;
  };
  const append = (entry) => {
    const section = [...document.querySelectorAll("section[data-key]")].find((s) => s.dataset.key === entry.section);
    if (!section || byId(entry.id)) return false;
    let list = section.querySelector(".entries");
    if (!list) {
      list = make("ul", "entries");
      section.querySelector(".none")?.replaceWith(list);
    }
    const item = itemOf(entry);
    item.classList.add("arrived");
    list.append(item);
    markNew(item);
    const total = document.querySelector(`nav a[href="#${section.id}"] + small`);
    if (total) total.textContent = list.children.length;
    return true;
  };
  const withdraw = (entryId) => {
    const item = byId(entryId);
    if (!item || item.matches(".withdrawn")) return false;
    item.classList.add("withdrawn");
    item.replaceChildren(make("span", "marker"), say("原楼层已删除，本条撤回。", "The floor was deleted."));
    unread.delete(item);
    return true;
  };

  // Each 10 s
  let unsaid = 0;
  let saying = 0;
  const announce = (added) => {
    unsaid += added;
    if (saying || !unsaid) return;
    byId("live").textContent = say(`刚刚新增 ${unsaid} 条。`, `${unsaid} new.`);
    unsaid = 0;
    saying = setTimeout(() => { saying = 0; announce(0); }, 10000);
  };

  // The summary, and which floor a tombstone is for.
  const refresh = async () => {
    const reply = await fetch(`${thread}.json`);
    if (!reply.ok) return;
    const digest = await reply.json();
    const lead = document.querySelector(".lead");
    if (lead) lead.textContent = digest.summary.text;
    for (const { id: entryId, marker } of digest.entries) {
      const item = byId(entryId);
      if (item?.matches(".withdrawn")) item.querySelector(".marker").textContent = say(`${marker}：`, `Withdrawn ${marker.slice(2)}: `);
    }
  };

  const apply = (changes) => {
    if (changes.rev <= rev) return false;
    if (rev === 0) { location.reload(); return true; }
    const added = changes.entries.filter(append).length;
    changes.withdrawn.forEach(withdraw);
    rev = changes.rev;
    main.dataset.rev = rev;
    if (byId("rev")) byId("rev").textContent = `r${rev}`;
    count();
    announce(added);
    return true;
  };

  const [kShortest, kLongest] = [3000, 30000];
  let delay = kShortest;
  let timer = 0;
  const ask = async () => {
    timer = 0;
    let news;
    try {
      const reply = await fetch(`${base}/api/v1/threads/${source}/${id}/changes?since=${rev}`);
      if (reply.status === 404 || reply.status === 410) return;
      if (reply.ok) news = apply(await reply.json());
      if (news) await refresh();
    } catch { /* asked again later */ }
    delay = news ? kShortest : Math.min(delay * 1.15, kLongest);
    wait();
  };
  const wait = () => { if (!document.hidden && !timer) timer = setTimeout(ask, delay); };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    timer = 0;
    delay = kShortest;
    if (!document.hidden) ask();
  });
  wait();
})();
