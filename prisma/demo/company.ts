/** The companies that the demo organization sells to, with the people who work there. */
import type { Random } from './random.ts';

export const regions = ['North America', 'Europe', 'Asia Pacific', 'Latin America'] as const;
export const industries = ['Software', 'Retail', 'Health care', 'Finance', 'Manufacturing', 'Education', 'Logistics'];

export interface DemoCompany {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly region: string;
  readonly industry: string;
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

export function createCompanies(random: Random, count: number): readonly DemoCompany[] {
  const names = new Set<string>();
  while (names.size < count) names.add(random.faker.company.name());
  return [...names].map((name) => ({
    id: random.makeId('lead'),
    name,
    // Reserved for examples: no mail sent by mistake reaches anybody.
    domain: `${random.faker.helpers
      .slugify(name)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]|-(?=-)/g, '')}.example`,
    region: random.weighted([
      [40, regions[0]],
      [35, regions[1]],
      [15, regions[2]],
      [10, regions[3]],
    ]),
    industry: random.pick(industries),
    people: Array.from(
      {
        length: random.weighted([
          [50, 1],
          [35, 2],
          [15, 3],
        ]),
      },
      () => ({
        id: random.makeId('contact'),
        name: random.faker.person.fullName(),
      }),
    ),
  }));
}
