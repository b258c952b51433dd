// Pictures of every page at four widths, by day and by night: node shot.mjs BASE FOLDER [NAME...]
import { mkdirSync } from "node:fs";
import { launch, open, present, sideways } from "./browser.mjs";

const [base, folder, ...only] = process.argv.slice(2);
const views = [
  { width: 360, height: 780, scale: 2 },
  { width: 768, height: 1024, scale: 1 },
  { width: 1280, height: 900, scale: 1 },
  { width: 2560, height: 1440, scale: 1 },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
let wide = 0;
for (const { name, path } of await present(base)) {
  if (only.length && !only.includes(name)) continue;
  for (const view of views) {
    for (const scheme of ["light", "dark"]) {
      const { page, close } = await open(browser, base + path, { ...view, scheme });
      await page.screenshot({ path: `${folder}/${name}-${view.width}-${scheme}.png` });
      const over = await sideways(page);
      if (over > 0) console.log(`${name} ${view.width}: ${over} px too wide`);
      wide += over > 0 ? 1 : 0;
      await close();
    }
  }
  // As who asks for high contrast sees it.
  const { page, close } = await open(browser, base + path, { width: 768, height: 1024, scheme: "dark", forced: true });
  await page.screenshot({ path: `${folder}/${name}-forced.png` });
  await close();
}
await browser.close();
process.exit(wide ? 1 : 0);
