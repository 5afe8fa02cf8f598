// What an element leaves behind when it is taken out of a page.
import { expect, shown, test } from "./host.mjs";

test("a thousand times put in and taken out, it leaves nothing behind", async ({ page, open }) => {
  test.slow();
  await open();
  await shown(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const counted = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  // Answers that never come: what is counted is what mounting in mid-request leaves.
  const rounds = (count) =>
    page.evaluate(async (count) => {
      const template = document.querySelector("authorized-applications");
      for (let round = 0; round < count; round += 1) {
        const pages = document.createElement("authorized-applications");
        const ready = new Promise((resolve) => pages.addEventListener("cs-ready", resolve));
        pages.fetch = (request) =>
          new Promise((_, refuse) => request.signal.addEventListener("abort", () => refuse(request.signal.reason)));
        pages.setAttribute("api-base", template.getAttribute("api-base"));
        document.querySelector("main").append(pages);
        await ready;
        pages.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, count);
  await rounds(200);
  const before = await counted();
  await rounds(1_000);
  const after = await counted();
  for (const name of ["Nodes", "JSEventListeners"]) expect(after[name] - before[name], name).toBeLessThan(100);
  expect(after.JSHeapUsedSize / before.JSHeapUsedSize, "heap").toBeLessThan(1.1);
});
