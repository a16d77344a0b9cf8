import type { ComponentType } from 'preact'
import type { Right } from '../api/rights'
import type { IconName } from '../parts/icon'
import type { Key } from '../text/language'

export interface Screen {
  name: string
  title: Key
  icon: IconName
  right: Right
  load: () => Promise<ComponentType>
}

/** Every screen, in the order of the navigation. Each is loaded when it is first opened. */
export const SCREENS: Screen[] = [
  {
    name: 'overview',
    title: 'nav.overview',
    icon: 'home',
    right: 'catalogue.read',
    load: () => import('../overview/overview').then((m) => m.Overview),
  },
  {
    name: 'wall',
    title: 'nav.wall',
    icon: 'grid',
    right: 'catalogue.read',
    load: () => import('../wall/wall').then((m) => m.Wall),
  },
  {
    name: 'cashier',
    title: 'nav.cashier',
    icon: 'till',
    right: 'money.read',
    load: () => import('../cashier/cashier').then((m) => m.Cashier),
  },
  {
    name: 'accounts',
    title: 'nav.accounts',
    icon: 'people',
    right: 'money.read',
    load: () => import('../accounts/accounts').then((m) => m.Accounts),
  },
  {
    name: 'reports',
    title: 'nav.reports',
    icon: 'chart',
    right: 'report.read',
    load: () => import('../reports/reports').then((m) => m.Reports),
  },
  {
    name: 'tariffs',
    title: 'nav.tariffs',
    icon: 'tag',
    right: 'catalogue.read',
    load: () => import('../tariffs/tariffs').then((m) => m.Tariffs),
  },
  {
    name: 'devices',
    title: 'nav.devices',
    icon: 'chip',
    right: 'catalogue.read',
    load: () => import('../devices/devices').then((m) => m.Devices),
  },
  {
    name: 'alarms',
    title: 'nav.alarms',
    icon: 'bell',
    right: 'catalogue.read',
    load: () => import('../alarms/alarms').then((m) => m.Alarms),
  },
  {
    name: 'audit',
    title: 'nav.audit',
    icon: 'seal',
    right: 'event.read',
    load: () => import('../audit/audit').then((m) => m.Audit),
  },
  {
    name: 'system',
    title: 'nav.system',
    icon: 'gear',
    right: 'catalogue.read',
    load: () => import('../system/system').then((m) => m.System),
  },
]
