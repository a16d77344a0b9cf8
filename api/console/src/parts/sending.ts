import { useState } from 'preact/hooks'

interface Sending {
  isBusy: boolean
  fault: unknown
  /** Runs the work, once at a time; what went wrong stays until the next try. */
  send: (work: () => Promise<void>) => (event?: Event) => void
}

/** What a form needs to send itself. */
export function useSending(): Sending {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    try {
      await work()
    } catch (refusal) {
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  const send = (work: () => Promise<void>) => (event?: Event) => {
    event?.preventDefault()
    if (!isBusy) void run(work)
  }
  return { isBusy, fault, send }
}
