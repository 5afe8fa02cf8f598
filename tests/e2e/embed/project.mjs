// A fresh project in a temporary folder that has the package from its tarball and nothing else.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PACKAGE } from "./host.mjs";

const tool = (name) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
const TSC = tool("embed-vue/node_modules/typescript/bin/tsc");

const page = (title) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${title}</title><script type="module" src="main.js"></script></head>
  <body></body>
</html>
`;

export async function freshProject() {
  const vite = await import(tool("embed-react/node_modules/vite/dist/node/index.js"));
  const folder = mkdtempSync(join(tmpdir(), "countersign-fresh-"));
  const npm = (cwd, ...args) => execFileSync("npm", [...args, "--ignore-scripts"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const [packed] = JSON.parse(npm(dirname(PACKAGE), "pack", "--json", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "fresh", private: true, type: "module" }));
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename));

  const without = { configFile: false, logLevel: "warn" };
  const add = (name, script) => {
    const root = join(folder, name);
    mkdirSync(root);
    writeFileSync(join(root, "index.html"), page(name));
    writeFileSync(join(root, "main.js"), script);
    return root;
  };
  return {
    files: packed.files.map(({ path }) => path),
    site: join(folder, "dist"),
    /** Builds a page of one script, which is then at `/{name}/index.html`; answers what the build warns of. */
    async build(name, script) {
      const warned = [];
      const customLogger = { ...vite.createLogger("warn"), warn: (text) => warned.push(text), warnOnce: (text) => warned.push(text) };
      const build = { outDir: join(folder, "dist", name), emptyOutDir: true };
      await vite.build({ ...without, root: add(name, script), customLogger, base: `/${name}/`, build });
      return warned;
    },
    /** Serves it as it is developed. */
    async develop(name, script) {
      add(name, script);
      writeFileSync(join(folder, "favicon.ico"), "");
      const server = await vite.createServer({ ...without, root: folder, server: { host: "127.0.0.1", port: 0 } });
      await server.listen();
      const { port } = server.httpServer.address();
      return { url: `http://127.0.0.1:${port}/${name}/index.html`, stop: () => server.close() };
    },
    /** What the compiler says of scripts in TypeScript, by their names. */
    check(scripts) {
      const files = Object.keys(scripts).map((name) => `${name}.ts`);
      for (const [name, script] of Object.entries(scripts)) writeFileSync(join(folder, `${name}.ts`), script);
      const options = ["--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
      let said = "";
      try {
        execFileSync(process.execPath, [TSC, ...options, ...files], { cwd: folder, encoding: "utf8" });
      } catch (error) {
        said = error.stdout;
      }
      return Object.fromEntries(Object.keys(scripts).map((name) => [name, said.split("\n").filter((line) => line.startsWith(`${name}.ts`)).join("\n")]));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
