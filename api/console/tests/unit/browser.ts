// What a browser has and Node.js lacks, for modules that look at it when they are loaded.
const kept = new Map<string, string>()
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
}
const page = { documentElement: { lang: '', dataset: {} }, addEventListener: () => {} }
Object.assign(globalThis, {
  localStorage: storage,
  sessionStorage: storage,
  document: page,
  location: { hash: '' },
  addEventListener: () => {},
})
