import { getMetadataStorage } from 'class-validator';

type Constructor = abstract new (...args: never[]) => object;
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
/** Whether a property of an object is certainly as its rules say. */
type PropertyCheck = (object: object, value: unknown) => boolean;

const storage = getMetadataStorage();
const checks = new Map<unknown, ReadonlyMap<string, PropertyCheck>>();

/**
 * Whether class-validator would certainly find nothing wrong. It runs the same rules, but not what class-validator does
 * around them to tell what is wrong, which costs several times as much and is for nothing when all is right. False when
 * something is wrong or cannot be told here.
 */
export function isSurelyValid(object: object): boolean {
  if (typeof object.constructor !== 'function') return false;
  const properties = checksOf(object.constructor);
  if (properties.size === 0) return false;
  for (const name of Object.keys(object)) if (!properties.has(name)) return false;
  for (const [name, check] of properties) if (!check(object, (object as Record<string, unknown>)[name])) return false;
  return true;
}

function checksOf(Wire: unknown): ReadonlyMap<string, PropertyCheck> {
  let known = checks.get(Wire);
  if (!known) {
    const rules = storage.groupByPropertyName(storage.getTargetValidationMetadatas(Wire as Constructor, '', false, false));
    known = new Map(Object.entries(rules).map(([name, own]) => [name, checkOf(own)]));
    checks.set(Wire, known);
  }
  return known;
}

function checkOf(rules: readonly Rule[]): PropertyCheck {
  const conditions = rules.filter(({ type }) => type === 'conditionalValidation').map((rule) => rule.constraints[0] as PropertyCheck);
  const parts = rules.filter(({ type }) => type !== 'conditionalValidation' && type !== 'whitelistValidation').map(partOf);
  return (object, value) => !conditions.every((applies) => applies(object, value)) || parts.every((part) => part(object, value));
}

function partOf(rule: Rule): PropertyCheck {
  if (rule.type === 'nestedValidation') return (_object, value) => isNestedValid(value);
  if (rule.type !== 'customValidation' || rule.validateIf) return () => false;
  const validators = storage.getTargetValidatorConstraints(rule.constraintCls);
  return (object, value) => {
    const about = { targetName: object.constructor.name, property: rule.propertyName, object, value, constraints: rule.constraints as unknown[] };
    const passes = (one: unknown): boolean => validators.every(({ instance }) => instance.validate(one, about) === true);
    return rule.each && Array.isArray(value) ? value.every(passes) : passes(value);
  };
}

function isNestedValid(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.every((item) => isObject(item) && isSurelyValid(item));
  return isObject(value) && isSurelyValid(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
