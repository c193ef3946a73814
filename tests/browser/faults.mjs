// Faults are collected over many pages, so that one run shows all of them.

import assert from "node:assert/strict";

const SHOWN = 40;
const SHOWN_ALIKE = 2;

/** Fails with the list of `faults`, each `place: what`, where there are any. */
export function assertNone(faults) {
  if (faults.length === 0) return;
  const alike = new Map();
  for (const fault of faults) {
    const what = fault.replace(/^\S+: /, "");
    alike.set(what, [...(alike.get(what) ?? []), fault]);
  }
  const lines = [...alike.values()].flatMap((same) => [
    ...same.slice(0, SHOWN_ALIKE),
    ...(same.length > SHOWN_ALIKE ? [`  and ${same.length - SHOWN_ALIKE} more of this`] : []),
  ]);
  const rest = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more lines`] : [];
  assert.fail(`${faults.length} faults\n${[...lines.slice(0, SHOWN), ...rest].join("\n")}`);
}
