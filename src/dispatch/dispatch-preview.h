#pragma once

#include <liquid.h>

#include "dispatch-draft.h"

G_BEGIN_DECLS

/* The kinds of Liquid that a text is read by, of LiquidDialect. */
#define DISPATCH_N_DIALECTS 2

/* Around the name of a variable that has no value, where its value would stand: characters that
 * Unicode leaves to private use. */
#define DISPATCH_GAP_START 0xE000
#define DISPATCH_GAP_END 0xE001

/* What a recipient reads by one kind of rules. */
typedef struct {
  char *title;         /* (nullable): it cannot be rendered */
  char *body;          /* (nullable): likewise */
  GError *title_error; /* (nullable): why there is no title, of LIQUID_ERROR */
  GError *body_error;  /* (nullable) */
  gsize n_characters;
  gsize n_bytes_fcm; /* of the payload that Google takes to a device */
  gsize n_bytes_apn; /* and Apple */
} DispatchReading;

/* What one recipient reads. Immutable. */
typedef struct {
  DispatchReading readings[DISPATCH_N_DIALECTS]; /* by LiquidDialect */
  gboolean differs; /* in a character, or one of them cannot be rendered */
  char *gaps_title; /* (nullable): Shopify's title with its gaps; NULL where it has none that can
                       be told apart from the rest */
  char *gaps_body;  /* (nullable) */
  char **missing;   /* paths of variables that have neither a value nor a default, each once */
} DispatchPreview;

DispatchPreview *dispatch_preview_new (DispatchDraft *draft, guint row);
void dispatch_preview_free (DispatchPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchPreview, dispatch_preview_free)

G_END_DECLS
