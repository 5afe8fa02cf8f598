// Whether what is on screen fits: nothing sticks out sideways, no word of a button is cut. Looks into
// shadow roots, too.
import { settled } from "./axe.mjs";

/** Text as wide as WCAG 1.4.12 lets a person make it. */
const WIDE_TEXT = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
`;

/** Makes all text as wide as a person may make it. */
export async function widenText(page) {
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const widen = (root) => {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) widen(shadowRoot);
    };
    widen(document);
  }, WIDE_TEXT);
  await settled(page);
}

/** What does not fit, in words; none if all is well. */
export function misfits(page) {
  return page.evaluate(() => {
    const faults = [];
    const below = (root) => [root, ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? below(shadowRoot) : []))];
    const roots = below(document);
    const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    const specimen = (element) => {
      const host = element.getRootNode().host?.closest("[data-piece]");
      return host ? ` of ${host.dataset.piece}: ${host.dataset.state}` : "";
    };
    const name = (element) => `${element.localName}.${element.getAttribute("class")}${specimen(element)}`;
    const page = document.scrollingElement;
    if (page.scrollWidth > page.clientWidth) faults.push(`page: ${page.scrollWidth} in ${page.clientWidth} px`);
    for (const stage of all(".gallery__stage")) {
      const { piece, state } = stage.parentElement.dataset;
      if (stage.scrollWidth > stage.clientWidth) faults.push(`${piece}: ${state}, ${stage.scrollWidth} in ${stage.clientWidth} px`);
    }

    // What floats above the page, and what can only be scrolled sideways.
    for (const element of all("dialog[open], :popover-open, .toast, .effect")) {
      const box = element.getBoundingClientRect();
      if (box.left < 0 || box.right > page.clientWidth) faults.push(`${name(element)}: from ${box.left} to ${box.right} px`);
    }
    for (const element of all("dialog[open], dialog[open] *, :popover-open, :popover-open *, .toast *, .effect *, .consent *")) {
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
      if (scrolls && element.scrollWidth > element.clientWidth && !element.matches("textarea, input")) {
        faults.push(`${name(element)}: ${element.scrollWidth} in ${element.clientWidth} px`);
      }
    }

    // Words of buttons that reach over their button or over an edge that cuts them.
    const reaches = (rect, box) =>
      rect.left < box.left - 1 || rect.right > box.right + 1 || rect.top < box.top - 1 || rect.bottom > box.bottom + 1;
    const cuts = (element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return [overflowX, overflowY].some((overflow) => ["hidden", "clip"].includes(overflow));
    };
    // For screen readers alone.
    const isClipped = (element) => getComputedStyle(element).clipPath !== "none";
    for (const button of all("button, a.button, summary, .segments__label")) {
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
          if (edge) faults.push(`“${button.textContent.trim()}” is cut by ${name(edge)}`);
        }
      }
    }
    return [...new Set(faults)];
  });
}
