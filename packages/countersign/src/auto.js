import { define } from "./index.js";

try {
  define();
} catch (error) {
  // The page's own script goes on; the event is told.
  console.error(error);
}
