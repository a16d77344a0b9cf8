import './styles/tokens.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/print.css'
import { render } from 'preact'
import { App } from './frame/app'
import { Guard } from './frame/guard'

render(
  <Guard>
    <App />
  </Guard>,
  document.getElementById('app')!,
)
