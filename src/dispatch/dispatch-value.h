#pragma once

#include <liquid.h>

G_BEGIN_DECLS

/* A cell that is written as a JSON array or object is a list or a hash to templates, and goes out
 * as JSON; every other cell is a text. So "[2]" is a list, while "2", "true" and "[sic]" stay what
 * they look like. */
gboolean dispatch_value_is_json (const char *text);

/* What cells became while one row is rendered. Belongs to one thread. */
typedef struct _DispatchValues DispatchValues;

DispatchValues *dispatch_values_new (void);
void dispatch_values_free (DispatchValues *self);
LiquidValue dispatch_values_read (DispatchValues *self, const char *text, gsize length);
void dispatch_values_forget (DispatchValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchValues, dispatch_values_free)

G_END_DECLS
