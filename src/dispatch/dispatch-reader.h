#pragma once

#include "dispatch-table.h"
#include "dispatch-value.h"

G_BEGIN_DECLS

/* Rows as templates read them. What a name stands for is found out once for all rows. */

/* A variable that templates use. */
typedef struct {
  char *name; /* (owned) */
  gsize length;
  guint slot; /* DISPATCH_NONE: there is no such column */
} DispatchVariable;

/* The variables, which any number of readers share. */
GArray *dispatch_variables_new (void); /* of DispatchVariable */
void dispatch_variables_add (GArray *variables, const DispatchTable *table, const char *name);
const DispatchVariable *
dispatch_variables_find (const GArray *variables, const char *name, gsize length); /* (nullable) */

/* One thread's. */
typedef struct {
  const GArray *variables;    /* (unowned) */
  gint64 now;                 /* microseconds since 1970: the same for all rows */
  const gint *cancelled;      /* (unowned) (nullable) */
  DispatchValues *values;     /* (owned) */
  const DispatchBlock *block; /* (unowned): where the row is */
  guint row;
  const DispatchBlock *kept_block; /* (unowned): of the row whose @values are kept */
  guint kept_row;
  guint next;        /* the variable that is looked for first */
  gboolean has_json; /* the template that was rendered last has looked at a list or hash */
  gboolean notes;    /* what is rendered next is to be noted in @asked */
  guint8 *asked;     /* (owned): of each variable, whether that template asked for it */
} DispatchReader;

void dispatch_reader_init (DispatchReader *self,
                           const GArray *variables,
                           gint64 now,
                           const gint *cancelled);
void dispatch_reader_clear (DispatchReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DispatchReader, dispatch_reader_clear)

gboolean dispatch_reader_render (DispatchReader *self,
                                 const LiquidTemplate *template,
                                 GString *output,
                                 GError **error);
gboolean dispatch_reader_render_noting (DispatchReader *self,
                                        const LiquidTemplate *template,
                                        GString *output,
                                        GError **error);
gboolean dispatch_reader_compare (DispatchReader *self,
                                  const LiquidTemplate *template,
                                  const LiquidTemplate *other,
                                  LiquidDifference *difference);

G_END_DECLS
