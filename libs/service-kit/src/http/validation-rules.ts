import { getMetadataStorage } from 'class-validator';

const storage = getMetadataStorage();
const findRules = storage.getTargetValidationMetadatas.bind(storage);
const groupRules = storage.groupByPropertyName.bind(storage);

type Rules = ReturnType<typeof findRules>;

const rulesOf = new Map<unknown, Rules>();
const grouped = new WeakMap<Rules, ReturnType<typeof groupRules>>();

/**
 * class-validator looks the rules of a class up anew for each object, which costs more than checking them. They are
 * complete once the class is declared, so they are remembered; schemas and groups, which nobody here uses, are not.
 */
storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
  if (schema || always || strictGroups || groups?.length) return findRules(target, schema, always, strictGroups, groups);
  let rules = rulesOf.get(target);
  if (!rules) rulesOf.set(target, (rules = findRules(target, schema, always, strictGroups, groups)));
  return rules;
};

storage.groupByPropertyName = (rules) => {
  let groups = grouped.get(rules);
  if (!groups) grouped.set(rules, (groups = groupRules(rules)));
  return groups;
};
