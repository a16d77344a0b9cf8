import accounts from './accounts.json'
import audit from './audit.json'
import backup from './backup.json'
import cashier from './cashier.json'
import entering from './entering.json'
import explain from './explain.json'
import fees from './fees.json'
import field from './field.json'
import frame from './frame.json'
import guides from './guides.json'
import imports from './imports.json'
import notices from './notices.json'
import operators from './operators.json'
import replay from './replay.json'
import reports from './reports.json'
import rules from './rules.json'
import said_by_api from './said_by_api.json'
import said_by_lines from './said_by_lines.json'
import said_by_rules from './said_by_rules.json'
import screens from './screens.json'
import tariffs from './tariffs.json'
import tenant from './tenant.json'
import terms from './terms.json'
import wall from './wall.json'
import words from './words.json'

export const en = {
  ...accounts,
  ...audit,
  ...backup,
  ...cashier,
  ...entering,
  ...explain,
  ...fees,
  ...field,
  ...frame,
  ...guides,
  ...imports,
  ...notices,
  ...operators,
  ...replay,
  ...reports,
  ...rules,
  ...said_by_api,
  ...said_by_lines,
  ...said_by_rules,
  ...screens,
  ...tariffs,
  ...tenant,
  ...terms,
  ...wall,
  ...words,
}
