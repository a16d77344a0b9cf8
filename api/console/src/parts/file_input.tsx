import { useRef, useState } from 'preact/hooks'
import { t } from '../text/language'
import { Icon } from './icon'

interface FileProps {
  accept: string
  onFile: (file: File | null) => void
  id?: string
}

/** A file of this machine. A browser's own words beside it would be in the browser's language. */
export function FileInput({ accept, onFile, ...control }: FileProps) {
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const choose = (file: File | null) => {
    setName(file?.name ?? '')
    onFile(file)
  }
  return (
    <span class="row file-input">
      <button type="button" {...control} onClick={() => input.current?.click()}>
        <Icon name="up" /> {t('file.choose')}
      </button>
      <span class={name ? undefined : 'soft'} aria-live="polite">
        {name || t('file.none')}
      </span>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)}
      />
    </span>
  )
}
