// What the keys do on a thread's page, and their list behind "?"; gailou.js loads it with the first one pressed.
const all = (selector) => [...document.querySelectorAll(selector)];
const english = document.documentElement.lang === "en";
const say = (zh, en) => (english ? en : zh);
const make = (tag, ...parts) => {
  const node = document.createElement(tag);
  node.append(...parts);
  return node;
};

let current = null;

/// To the next of `items`, or the one before; from nowhere to the first below the top of the view.
const step = (items, by) => {
  const place = items.indexOf(current);
  const ahead = (item) => (current ? current.compareDocumentPosition(item) & 4 : item.getBoundingClientRect().top >= 0);
  current = (place < 0 && by > 0 ? items.find(ahead) : items[place + by]) || current;
  if (!current) return;
  current.tabIndex = -1;
  current.focus();
};

const listed = [
  ["j", say("下一条", "next entry"), () => step(all(".entries > li[id]"), 1)],
  ["k", say("上一条", "entry before"), () => step(all(".entries > li[id]"), -1)],
  ["n", say("下一条新增", "next new entry"), () => step(all(".entries > li[id].new"), 1)],
  ["o", say("打开所引楼层", "open its floor"), () => {
    const link = current?.querySelector("a[href*='#p']");
    if (link) location.href = link.href;
  }],
  ["r", say("展开或收起原始内容", "show or hide all floors"), () => {
    const raw = document.getElementById("raw");
    if (!raw) return;
    raw.open = !raw.open;
    raw.scrollIntoView();
  }],
  ["/", say("搜索", "search"), () => {
    const field = document.querySelector("input[type=search]");
    if (field) field.focus();
    else document.querySelector(".site a[href$='/search']")?.click();
  }],
  ["?", say("这份列表", "this list"), () => dialog.showModal()],
];

const off = Object.assign(make("input"), { type: "checkbox" });
try {
  off.checked = localStorage.getItem("gailou:keys") === "off";
  off.onchange = () => localStorage.setItem("gailou:keys", off.checked ? "off" : "on");
} catch {
  off.disabled = true;
}
const list = make("table", ...listed.map(([key, words]) => make("tr", make("th", key), make("td", words))));
const title = Object.assign(make("h2", say("键盘操作", "Keys")), { id: "keys-title" });
const close = Object.assign(make("form", make("button", say("关闭", "Close"))), { method: "dialog" });
const dialog = make("dialog", title, list, make("p", make("label", off, say(" 停用单键操作", " turn these keys off"))), close);
dialog.setAttribute("aria-labelledby", title.id);
document.body.append(dialog);

export const press = (pressed) => listed.find(([key]) => key === pressed)[2]();
