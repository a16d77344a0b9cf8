import accounts from './accounts.json'
import audit from './audit.json'
import cashier from './cashier.json'
import explain from './explain.json'
import fees from './fees.json'
import frame from './frame.json'
import guides from './guides.json'
import imports from './imports.json'
import operators from './operators.json'
import reports from './reports.json'
import rules from './rules.json'
import screens from './screens.json'
import tariffs from './tariffs.json'
import tenant from './tenant.json'
import terms from './terms.json'
import wall from './wall.json'
import words from './words.json'

export const zh = {
  ...accounts,
  ...audit,
  ...cashier,
  ...explain,
  ...fees,
  ...frame,
  ...guides,
  ...imports,
  ...operators,
  ...reports,
  ...rules,
  ...screens,
  ...tariffs,
  ...tenant,
  ...terms,
  ...wall,
  ...words,
}
