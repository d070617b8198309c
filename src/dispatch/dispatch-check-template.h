#pragma once

#include "dispatch-report-private.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* A text of a draft as the service may read it: by Shopify's rules, which are what its documents
 * name and what the preview shows, and by those of LiquidJS, which its other products run. */
typedef struct {
  DispatchField field;
  LiquidTemplate *shopify;  /* (owned) (nullable): does not parse */
  LiquidTemplate *liquidjs; /* (owned) (nullable): there is nothing to compare */
  LiquidSpan *quotes;       /* (owned) (nullable): of what stands in curly quotes */
  size_t n_quotes;
  gboolean has_partials; /* of which the service has none, so that nothing can be rendered */
  guint failed;          /* expected: rows that neither can be rendered for */
  guint differs;         /* expected: rows that read something else by the other rules */
} DispatchTemplate;

void dispatch_template_init (DispatchTemplate *self,
                             const char *text,
                             DispatchField field,
                             DispatchFindings *findings);
void dispatch_template_clear (DispatchTemplate *self);
gboolean dispatch_template_is_quoted (const DispatchTemplate *self, const LiquidSpan *span);

/* Where rows are rendered. */
typedef struct {
  DispatchFindings *findings; /* (unowned) */
  GString *other;             /* (owned) */
} DispatchRenderer;

gboolean dispatch_template_render (const DispatchTemplate *self,
                                   DispatchRenderer *renderer,
                                   DispatchRow *row,
                                   GString *output);

G_END_DECLS
