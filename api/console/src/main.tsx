import './styles/tokens.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/print.css'
import { render } from 'preact'
import { App } from './frame/app'

render(<App />, document.getElementById('app')!)
