/**
 * Some packages export themselves under the `import` condition only. Jest asks with `require`,
 * so a refused request is asked again the way an import statement would.
 */
module.exports = (request, options) => {
  try {
    return options.defaultResolver(request, options);
  } catch (error) {
    if (request.startsWith('.') || request.startsWith('/')) throw error;
    try {
      return options.defaultResolver(request, { ...options, conditions: ['import', 'node', 'default'] });
    } catch {
      throw error; // the first refusal names the real problem
    }
  }
};
