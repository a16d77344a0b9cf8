import { Component, type ComponentChildren } from 'preact'
import { Failed } from '../parts/states'

interface GuardProps {
  children: ComponentChildren
}

/** Says what went wrong with what it holds, where an empty page would stand. */
export class Guard extends Component<GuardProps, { fault: unknown }> {
  override state = { fault: undefined }

  static override getDerivedStateFromError(fault: unknown) {
    return { fault }
  }

  /** The browser's console has where it happened. */
  override componentDidCatch(fault: unknown): void {
    console.error(fault)
  }

  override render() {
    const { fault } = this.state
    return fault ? <Failed fault={fault} again={() => location.reload()} /> : this.props.children
  }
}
