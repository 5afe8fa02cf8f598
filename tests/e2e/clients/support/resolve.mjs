// Lets a program of examples/ use the libraries of the tests, so that one `npm ci` serves both.
// Named with `node --import`.
import { register } from "node:module";

const hooks = `
  let home;
  export const initialize = (url) => void (home = url);
  export const resolve = (name, context, next) =>
    next(name, /^(node:|file:|[./])/.test(name) ? context : { ...context, parentURL: home });
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`, { data: import.meta.url });
