/** What the watching thread says to a task. Apart from the worker's entry, which must not run where it is imported. */
export const STOP = "stop";
