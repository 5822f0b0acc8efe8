/** Saved views made, changed and deleted. */
import { createView, deleteView, updateView } from '../../view/write.ts';
import { builder, type InputFields } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId } from '../change/change.ts';
import { readSavedViews, SavedView, SavedViewType } from './view.ts';

const fields = (t: InputFields) => ({
  description: t.string({ description: 'What it is for; null: nothing is said.' }),
  isShared: t.boolean({ description: 'Whether all of the organization see it; of a new one: no.' }),
});

const NewSavedViewInput = builder.inputType('NewSavedViewInput', {
  description: 'A new saved view.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
    type: t.field({ type: SavedViewType, required: true, description: 'What it finds.' }),
    query: t.string({ required: true, description: 'The search, in the language of docs/search.md.' }),
    ...fields(t),
  }),
});

const SavedViewInput = builder.inputType('SavedViewInput', {
  description: 'What is said of a saved view. What is left out stays.',
  fields: (t) => ({
    name: t.string({ description: 'What it is called from now on.' }),
    query: t.string({ description: 'The search, in the language of docs/search.md.' }),
    ...fields(t),
  }),
});

const SavedViewPayload = payloadOf(SavedView, readSavedViews);

builder.mutationFields((t) => ({
  createSavedView: change(t, {
    right: 'write',
    type: SavedViewPayload,
    description: 'Keeps a search, to be used as `view` of lists.',
    args: { input: t.arg({ type: NewSavedViewInput, required: true, description: 'What it finds.' }) },
    run: async (session, caller, args) => ({ id: await createView(session, caller, args.input) }),
  }),
  updateSavedView: change(t, {
    right: 'write',
    type: SavedViewPayload,
    description: 'Changes a saved view of yours; admins change shared ones too.',
    args: {
      ...idArgument(t, 'save'),
      input: t.arg({ type: SavedViewInput, required: true, description: 'What changes.' }),
    },
    run: sameId((session, caller, args) => updateView(session, caller, args.id, args.input)),
  }),
  deleteSavedView: change(t, {
    right: 'write',
    type: Deletion,
    description: 'Deletes a saved view of yours; admins delete shared ones too.',
    args: { ...idArgument(t, 'save') },
    run: deletedId((session, caller, args) => deleteView(session, caller, args.id)),
  }),
}));
