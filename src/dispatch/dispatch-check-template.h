#pragma once

#include "dispatch-reader.h"
#include "dispatch-report-private.h"

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
  gboolean is_plain;     /* texts read the same by both kinds of rules */
  gboolean has_branches; /* what it asks for while it renders is to be noted */
  guint failed;          /* mark: rows that neither can be rendered for */
  guint differs;         /* mark: rows that read something else by the other rules */
} DispatchTemplate;

void dispatch_template_init (DispatchTemplate *self,
                             const char *text,
                             DispatchField field,
                             DispatchFindings *findings);
void dispatch_template_clear (DispatchTemplate *self);
gboolean dispatch_template_is_quoted (const DispatchTemplate *self, const LiquidSpan *span);
gboolean dispatch_template_can_render (const DispatchTemplate *self);

/* What became of a text for one row. */
typedef enum {
  DISPATCH_READS,         /* the same by both kinds of rules */
  DISPATCH_READS_DIFFERS, /* something else by the other rules, or nothing by one of them */
  DISPATCH_READS_NOT,     /* by neither */
  DISPATCH_READS_CANCELLED,
} DispatchReads;

DispatchReads dispatch_template_render (const DispatchTemplate *self,
                                        DispatchReader *reader,
                                        GString *output,
                                        GString *other);

/* Why it differs, or cannot be rendered. */
typedef struct {
  char *detail; /* (owned) (nullable), as all of these */
  char *other;
  GError *error;
  LiquidSpan span;
  gboolean has_span;
} DispatchExplanation;

void dispatch_explanation_clear (DispatchExplanation *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DispatchExplanation, dispatch_explanation_clear)

void dispatch_template_explain (const DispatchTemplate *self,
                                DispatchReader *reader,
                                DispatchExplanation *explanation);

G_END_DECLS
