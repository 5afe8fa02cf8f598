// Another process that holds the lock of the database, as a backup or an administrator's shell does.
import { spawn } from "node:child_process";
import { join } from "node:path";

const HOLD = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
database.execute("ROLLBACK")
`;

/** Takes the lock of the database in a data folder; resolves when it is held. `release` may be called twice. */
export async function holdLock(data) {
  const child = spawn("python3", ["-c", HOLD, join(data, "countersign.db")], { stdio: ["pipe", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the lock was not taken, python3 ended with ${code}:\n${log}`)));
  });
  return {
    async release() {
      child.stdin.end();
      await ended;
    },
  };
}
