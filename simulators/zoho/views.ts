import type { Criteria } from './criteria';
import { parseCriteria } from './criteria';
import { bad } from './errors';
import type { ModuleMeta } from './modules';
import type { CustomView, World } from './state';
import type { Answer, Call } from './world';
import { moduleOf, nothing, ok } from './world';

const SYSTEM = [
  ['All', 'ALLVIEWS'],
  ['My', 'MYVIEWS'],
] as const;

/** The views of a module: "All …" and "My …", then the ones the seed made. */
function viewsOf(world: World, module: ModuleMeta): CustomView[] {
  const serial = world.state.modules.indexOf(module);
  const system = SYSTEM.map(([word, systemName], index) => ({
    id: `55459740000000${String(30000 + serial * 10 + index)}`,
    module: module.api_name,
    name: `${word} ${module.plural}`,
    systemName,
    criteria: null,
  }));
  return [...system, ...world.state.views.filter((view) => view.module === module.api_name)];
}

function criteriaOf(view: CustomView, userId: string): Criteria | null {
  if (view.systemName === 'MYVIEWS') return parseCriteria(`(Owner:equals:${userId})`);
  return view.criteria ? parseCriteria(view.criteria) : null;
}

/** The rule of the view named by `cvid`; null when it shows everything. */
export function viewCriteria(world: World, module: ModuleMeta, call: Call): Criteria | null {
  const view = viewsOf(world, module).find((one) => one.id === call.query.cvid);
  if (!view) throw bad('INVALID_DATA', { param_name: 'cvid' }, 'Customview not accessible');
  return criteriaOf(view, call.user.id);
}

const render = (module: ModuleMeta, view: CustomView, index: number) => ({
  id: view.id,
  name: view.name,
  display_value: view.name,
  system_name: view.systemName,
  system_defined: view.systemName !== null,
  category: view.systemName ? 'public_views' : 'created_by_me',
  access_type: view.systemName ? 'public' : 'only_to_me',
  default: index === 0,
  favorite: null,
  locked: false,
  offline: true,
  module: { api_name: module.api_name, id: module.id, name: module.plural },
  created_time: null,
  modified_time: null,
  last_accessed_time: null,
  shared_to: [],
  sort_order: null,
});

/** GET `/settings/custom_views?module=` */
export function listViews(world: World, call: Call): Answer {
  if (!call.query.module) throw bad('REQUIRED_PARAM_MISSING', { param_name: 'module' });
  const module = moduleOf(world, call.query.module);
  const views = viewsOf(world, module);
  const info = { per_page: 200, count: views.length, page: 1, more_records: false, default: views[0]?.id };
  return ok({ custom_views: views.map((view, index) => render(module, view, index)), info });
}

/** GET `/settings/custom_views/{id}?module=` */
export function getView(world: World, call: Call): Answer {
  const module = moduleOf(world, call.query.module);
  const views = viewsOf(world, module);
  const index = views.findIndex((view) => view.id === call.params.id);
  const view = views[index];
  return view ? ok({ custom_views: [render(module, view, index)] }) : nothing;
}
