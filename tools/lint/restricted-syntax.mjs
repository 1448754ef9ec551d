const anywhere = [
  { selector: 'TSEnumDeclaration', message: 'Use a const object and a union instead of an enum' },
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Never put HTML text into a page' },
  { selector: 'AssignmentExpression > MemberExpression.left[property.name=/^(innerHTML|outerHTML)$/]', message: 'Never put HTML text into a page' },
  { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: 'Never put HTML text into a page' },
];

const named = { selector: 'ExportDefaultDeclaration', message: 'Named exports only' };

const config = { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Only config files read the environment' };

const PATH = 'Paths are declared once, in libs/contracts';
const paths = [
  { selector: 'Literal[value=/\\u002fapi\\u002fv1/]', message: PATH },
  { selector: 'TemplateElement[value.raw=/\\u002fapi\\u002fv1/]', message: PATH },
];

const everyTestRuns = [
  {
    selector: 'CallExpression > MemberExpression.callee[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/]',
    message: 'Every test runs',
  },
  { selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]', message: 'Every test runs' },
];

const BROWSER = 'What browsers may lack or refuse (plain http, private windows) is reached through lib/device and platform, which know what to do without';
const fragile = [
  { selector: "MemberExpression[object.name='crypto'][property.name=/^(randomUUID|subtle)$/]", message: BROWSER },
  {
    selector: "MemberExpression[object.name='navigator'][property.name=/^(clipboard|locks|serviceWorker|storage|share|mediaDevices|permissions)$/]",
    message: BROWSER,
  },
  { selector: 'Identifier[name=/^(localStorage|sessionStorage|indexedDB|openDB|BroadcastChannel|Notification|caches|cookieStore)$/]', message: BROWSER },
];

/** Lists for the rule no-restricted-syntax; it takes one list per file, so each kind of file gets its whole one. */
export const restricted = {
  source: [...anywhere, named, config, ...paths],
  page: [...anywhere, named, config, ...paths, ...fragile],
  configSource: [...anywhere, named, ...paths],
  contracts: [...anywhere, named, config],
  test: [...anywhere, ...everyTestRuns],
};
