import screens from './screens.json'
import accounts from './accounts.json'
import cashier from './cashier.json'
import explain from './explain.json'
import frame from './frame.json'
import rules from './rules.json'
import wall from './wall.json'
import words from './words.json'

export const en = { ...frame, ...screens, ...accounts, ...cashier, ...wall, ...explain, ...words, ...rules }
