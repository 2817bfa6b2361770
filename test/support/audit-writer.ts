/** Appends entries to an audit log until it is told to stop or killed; says on stdout which entries are on the disk. Arguments: path, name, count. */
import { writeSync } from "node:fs";
import { AuditLog } from "../../src/secrets/envelope/audit-log.ts";

const [path, name, count] = process.argv.slice(2);
const log = new AuditLog(path);
for (let number = 0; number < Number(count); number++) {
  log.append("order-denied", { name, number }, Buffer.alloc(32, 5));
  writeSync(1, `${name} ${number}\n`);
}
