/** `node` and `nodes`: any object by its id. */
import { DomainError } from '../../errors.ts';
import { builder } from '../builder.ts';
import { lengthOf, weight } from '../cost/weight.ts';
import { Node, readNodes } from './node.ts';

const most = 200;

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: 'The object of an id, of whatever kind; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'Any id of this API.' }) },
    resolve: async (_root, { id }, context, info) => {
      const [node] = await readNodes(context, [id], info);
      return node ?? null;
    },
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: true, items: true },
    description: `The objects of up to ${most} ids, in their order; null in the place of an id that names nothing.`,
    extensions: weight({ size: ({ ids }) => Math.min(lengthOf(ids), most) }),
    args: { ids: t.arg.idList({ required: true, description: 'Any ids of this API.' }) },
    resolve: async (_root, { ids }, context, info) => {
      if (ids.length > most) {
        throw new DomainError('INVALID_INPUT', `Ask for at most ${most} ids at once, not ${ids.length}.`, {
          path: ['ids'],
        });
      }
      return [...(await readNodes(context, ids, info))];
    },
  }),
}));
