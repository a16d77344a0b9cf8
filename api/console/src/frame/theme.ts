import { effect, signal } from '@preact/signals'

export type Theme = 'system' | 'light' | 'dark'

const remembered = localStorage.getItem('meterbook.theme')
const isDark = matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = signal(isDark.matches)
isDark.addEventListener('change', () => (systemIsDark.value = isDark.matches))

export const theme = signal<Theme>(
  remembered === 'light' || remembered === 'dark' ? remembered : 'system',
)

effect(() => {
  const shown = theme.value === 'system' ? (systemIsDark.value ? 'dark' : 'light') : theme.value
  document.documentElement.dataset.theme = shown
  localStorage.setItem('meterbook.theme', theme.value)
})
