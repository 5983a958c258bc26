// How a change of an object is told: a title, and both states as text without the server's own notes.
import type { ChangeNote } from '../../src/kit/index.js';
import { blockText, nameObject, shown, type KubeObject } from '../../src/kit/kube.js';

/** @param verb what is done: `scale` @param diffMode whether the states are told too */
export function changeNote(
  verb: string,
  object: KubeObject,
  isNamespaced: boolean,
  diffMode: boolean,
  states: { readonly before: KubeObject; readonly after: KubeObject },
): ChangeNote {
  const title = nameObject(object, isNamespaced);
  const note = { summary: `${verb} ${title}` };
  if (!diffMode) return note;
  const before = blockText(shown(states.before));
  const after = blockText(shown(states.after, states.before));
  return { ...note, diff: { before, after, beforeHeader: title, afterHeader: title } };
}
