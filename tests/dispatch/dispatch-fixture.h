#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

#define TEST_USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8"

DispatchDraft *test_draft_from_json (const char *json);
DispatchReport *test_check (DispatchDraft *draft);
char *test_describe_report (DispatchReport *report);

G_END_DECLS
