import { signal } from '@preact/signals'
import { all } from './book'

/** The name of every building, by its id. */
export const buildings = signal(new Map<string, string>())

export async function loadBuildings(): Promise<void> {
  const found = await all('/v1/buildings')
  buildings.value = new Map(found.map((each) => [each.building, each.name]))
}

export function buildingName(id: string): string {
  return buildings.value.get(id) ?? id
}
