#pragma once

#include <dispatch-content.h>

G_BEGIN_DECLS

/* A content in an operator's words, translated. All (transfer full). */
char *carillon_review_describe_sender (const DispatchContent *content);
char *carillon_review_describe_tags (const DispatchContent *content);
char *carillon_review_describe_time (const DispatchContent *content, GDateTime *now);
char *carillon_review_shorten (const char *text); /* to one line */

G_END_DECLS
