#include "ctl-codes.h"

static const char *const codes[] = {
  [DISPATCH_PROBLEM_NO_TEXT] = "empty-text",
  [DISPATCH_PROBLEM_TEMPLATE] = "render-error",
  [DISPATCH_PROBLEM_UNKNOWN_TAG] = "render-error",
  [DISPATCH_PROBLEM_PARTIAL] = "render-error",
  [DISPATCH_PROBLEM_DIALECT_REFUSES] = "dialect-difference",
  [DISPATCH_PROBLEM_DIALECT] = "dialect-difference",
  [DISPATCH_PROBLEM_MISSING_VALUE] = "missing-variable",
  [DISPATCH_PROBLEM_RENDER] = "render-error",
  [DISPATCH_PROBLEM_BLANK_TEXT] = "empty-text",
  [DISPATCH_PROBLEM_TOO_LARGE] = "payload-too-large",
  [DISPATCH_PROBLEM_NO_ADDRESS] = CTL_CODE_BAD_ROW,
  [DISPATCH_PROBLEM_NO_PROVIDER] = CTL_CODE_BAD_ROW,
  [DISPATCH_PROBLEM_BAD_PROVIDER] = CTL_CODE_BAD_ROW,
  [DISPATCH_PROBLEM_DUPLICATE] = "duplicate",
};

/**
 * ctl_code_of_problem:
 * @problem: a problem
 *
 * Returns: (transfer none) (nullable): what scripts call it
 */
const char *
ctl_code_of_problem (DispatchProblem *problem)
{
  DispatchProblemKind kind = dispatch_problem_get_kind (problem);

  return kind < G_N_ELEMENTS (codes) ? codes[kind] : NULL;
}
