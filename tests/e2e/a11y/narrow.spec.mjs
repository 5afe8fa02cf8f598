// Every page and dialog fits from 320 px on, at 400 % zoom, and with wider text.
import { IN_FRENCH, settled, STATES } from "../support/axe.mjs";
import { expect, test, words } from "../support/fixtures.mjs";

const WIDTHS = [320, 360, 768, 1280];

/** Text as wide as WCAG 1.4.12 lets a person make it. */
const WIDE_TEXT = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
`;

/** What sticks out sideways: the page, what floats above it, what can only be scrolled sideways. */
function sideways(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    const faults = [];
    if (root.scrollWidth > root.clientWidth) faults.push(`page: ${root.scrollWidth} in ${root.clientWidth} px`);
    for (const element of document.querySelectorAll("dialog[open], :popover-open, .toast, .effect")) {
      const box = element.getBoundingClientRect();
      const name = `${element.localName}.${element.className}`;
      if (box.left < 0 || box.right > root.clientWidth) faults.push(`${name}: from ${box.left} to ${box.right} px`);
      for (const inner of [element, ...element.querySelectorAll("*")]) {
        const scrolls = ["auto", "scroll"].includes(getComputedStyle(inner).overflowX);
        if (scrolls && inner.scrollWidth > inner.clientWidth && !inner.matches("textarea, input")) {
          faults.push(`${inner.localName}.${inner.className}: ${inner.scrollWidth} in ${inner.clientWidth} px`);
        }
      }
    }
    return faults;
  });
}

/** Words of buttons that reach over their button or over an edge that cuts them. */
function cutButtons(page) {
  return page.evaluate(() => {
    const faults = [];
    const reaches = (rect, box) =>
      rect.left < box.left - 1 || rect.right > box.right + 1 || rect.top < box.top - 1 || rect.bottom > box.bottom + 1;
    const cuts = (element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return [overflowX, overflowY].some((overflow) => ["hidden", "clip"].includes(overflow));
    };
    // For screen readers alone.
    const isClipped = (element) => getComputedStyle(element).clipPath !== "none";
    for (const button of document.querySelectorAll("button, a.button, summary, .segments__label")) {
      // Out of sight on purpose, as the head of a table whose rows are cards.
      const hidden = button.closest("thead, .skip-link");
      if (!button.checkVisibility() || (hidden && hidden.getBoundingClientRect().width <= 1)) continue;
      const edges = [button];
      for (let around = button.parentElement; around; around = around.parentElement) {
        if (cuts(around)) edges.push(around);
      }
      const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode;
        if (!text.data.trim() || isClipped(text.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const rect of range.getClientRects()) {
          const edge = edges.find((one) => reaches(rect, one.getBoundingClientRect()));
          if (edge) faults.push(`“${button.textContent.trim()}” is cut by ${edge.localName}.${edge.className}`);
        }
      }
    }
    return [...new Set(faults)];
  });
}

for (const [tag, locale] of [["en", "en-US"], ["fr", "fr-FR"]]) {
  for (const state of STATES) {
    if (tag === "fr" && !IN_FRENCH.includes(state.name)) continue;
    test.describe(`${state.name} (${tag})`, () => {
      test.use({ locale, provokes: state.provokes ?? [], contextOptions: { reducedMotion: "reduce" } });

      test("fits from 320 px on, also with wide text", async ({ page, signIn, api }) => {
        await state.open({ page, signIn, api, t: words(tag) });
        const found = {};
        const note = (where, faults) => {
          if (faults.length > 0) found[where] = faults;
        };
        const at = async (width, height = 800) => {
          await page.setViewportSize({ width, height });
          await settled(page);
        };
        for (const width of WIDTHS) {
          await at(width);
          note(`${width} px`, [...(await sideways(page)), ...(await cutButtons(page))]);
        }
        await page.evaluate((css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        }, WIDE_TEXT);
        for (const width of [320, 1280]) {
          await at(width);
          note(`${width} px, wide text`, [...(await sideways(page)), ...(await cutButtons(page))]);
        }
        expect(found).toEqual({});
      });

      if (!state.dialog) return;

      test("can be used at 400 % zoom", async ({ page, signIn, api }) => {
        await state.open({ page, signIn, api, t: words(tag) });
        await page.setViewportSize({ width: 320, height: 256 });
        const dialog = page.getByRole("dialog");
        expect(await sideways(page)).toEqual([]);
        await page.mouse.move(160, 128);
        // As a person scrolls: to the end, whatever the pointer is over.
        for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, 400);
        const buttons = dialog.locator(".dialog__foot button");
        await expect(buttons.last()).toBeInViewport({ ratio: 1 });
        await buttons.last().click({ trial: true });
        // The other ones may be above, where the foot takes several lines.
        for (const button of await buttons.all()) await button.click({ trial: true });
        await expect(dialog.getByRole("heading").first()).toBeAttached();
      });
    });
  }
}

test("a short page in a narrow window starts under the menu, not in the middle", async ({ page, signIn, api }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await STATES.find(({ name }) => name === "forbidden").open({ page, signIn, api, t: words("en") });
  const bottom = async (place) => {
    const { y, height } = await place.boundingBox();
    return y + height;
  };
  const menu = await bottom(page.getByRole("navigation", { name: words("en")("nav.admin") }));
  const { y } = await page.locator("main").boundingBox();
  expect(y - menu).toBeLessThan(1);
});
