/// <reference path="./class-transformer-storage.d.ts" />
import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { getMetadataStorage } from 'class-validator';

type Constructor = abstract new (...args: never[]) => object;
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
/** Whether a property of an object is certainly as its rules say. */
type PropertyCheck = (object: object, value: unknown) => boolean;

const storage = getMetadataStorage();
const checks = new Map<Constructor, ReadonlyMap<string, PropertyCheck>>();

/**
 * Whether plain JSON, as an instance of its wire class, would certainly pass class-validator. The same rules are run, but
 * not what class-transformer and class-validator do around them to report what is wrong, which costs several times as much
 * and is for nothing when all is right. False when something is wrong or cannot be told here.
 */
export function passesFastPath(Wire: Constructor, plain: object): boolean {
  const properties = checksOf(Wire);
  if (properties.size === 0) return false;
  for (const name of Object.keys(plain)) if (!properties.has(name)) return false;
  for (const [name, check] of properties) if (!check(plain, (plain as Record<string, unknown>)[name])) return false;
  return true;
}

function checksOf(Wire: Constructor): ReadonlyMap<string, PropertyCheck> {
  let known = checks.get(Wire);
  if (!known) {
    const rules = storage.groupByPropertyName(storage.getTargetValidationMetadatas(Wire, '', false, false));
    const isChanged = (name: string) => defaultMetadataStorage.findTransformMetadatas(Wire, name, TransformationType.PLAIN_TO_CLASS).length > 0;
    // What an instance would have otherwise than the JSON, such as a number of a query, takes the long way.
    known = Object.keys(rules).some(isChanged) ? new Map() : new Map(Object.entries(rules).map(([name, own]) => [name, checkOf(Wire, own)]));
    checks.set(Wire, known);
  }
  return known;
}

function checkOf(Wire: Constructor, rules: readonly Rule[]): PropertyCheck {
  const conditions = rules.filter(({ type }) => type === 'conditionalValidation').map((rule) => rule.constraints[0] as PropertyCheck);
  const parts = rules.filter(({ type }) => type !== 'conditionalValidation' && type !== 'whitelistValidation').map((rule) => partOf(Wire, rule));
  return (object, value) => !conditions.every((applies) => applies(object, value)) || parts.every((part) => part(object, value));
}

function partOf(Wire: Constructor, rule: Rule): PropertyCheck {
  if (rule.type === 'nestedValidation') return nestedCheck(Wire, rule.propertyName);
  if (rule.type !== 'customValidation' || rule.validateIf) return () => false;
  const validators = storage.getTargetValidatorConstraints(rule.constraintCls);
  return (object, value) => {
    const about = { targetName: Wire.name, property: rule.propertyName, object, value, constraints: rule.constraints as unknown[] };
    const passes = (one: unknown): boolean => validators.every(({ instance }) => instance.validate(one, about) === true);
    return rule.each && Array.isArray(value) ? value.every(passes) : passes(value);
  };
}

function nestedCheck(Wire: Constructor, name: string): PropertyCheck {
  const Inner = defaultMetadataStorage.findTypeMetadata(Wire, name)?.typeFunction() as Constructor | undefined;
  const isValid = (value: unknown): boolean => Inner !== undefined && isObject(value) && passesFastPath(Inner, value);
  return (_object, value) => value === undefined || (Array.isArray(value) ? value.every(isValid) : isValid(value));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
