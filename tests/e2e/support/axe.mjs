// axe over what is on screen.
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";

const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Width under which the effect bar is at the bottom of the window. */
const BAR_BELOW = 960;

/** Rules whose outcome depends on colours. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Expects that axe finds nothing. In narrow windows the page is looked at as a whole: axe measures
 * targets against what overlaps them, and the sticky effect bar overlaps what is under it just then.
 */
export async function expectAccessible(page) {
  const { width } = page.viewportSize();
  if (width < BAR_BELOW) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height });
  }
  await axe(page, { runOnly: { type: "tag", values: TAGS }, rules: { "target-size": { enabled: true } } });
}

/**
 * Expects the same in light and in dark. What a page is made of is looked at once: with the theme only
 * its colours change.
 */
export async function expectAccessibleInBothThemes(page) {
  await page.emulateMedia({ colorScheme: "light" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await axe(page, { runOnly: { type: "rule", values: OF_COLOURS } });
}

async function axe(page, options) {
  await settled(page);
  // Not by a script tag, which the policy of the page refuses.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(
    (options) => globalThis.axe.run(document, { ...options, resultTypes: ["violations"], preload: false }),
    options,
  );
  const { width } = page.viewportSize();
  expect(found.violations.map(inWords), `axe at ${width} px`).toEqual([]);
}

function inWords({ id, help, nodes }) {
  const places = nodes.map(({ target, html, any, all, none }) => {
    const why = [...any, ...all, ...none].map((check) => check.message).join("; ");
    return `${target.join(" ")}  ${html.slice(0, 160)}  ${why}`;
  });
  return [`${id}: ${help}`, ...places].join("\n    ");
}

/** Waits until nothing moves but what never ends. */
export async function settled(page) {
  await page.evaluate(() => {
    const ends = (one) => one.effect?.getComputedTiming().iterations !== Infinity;
    return Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
  });
}
