/** One benchmark in this process; prints its figures as JSON. Run: node --expose-gc bench/one.ts <name> */
import { loadBenchmark } from "./cases/list.ts";

const { name, about, check, measure } = await loadBenchmark(process.argv[2]);
await check();
process.stdout.write(JSON.stringify({ name, about, figures: await measure() }));
