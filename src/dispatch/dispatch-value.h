#pragma once

#include <liquid.h>

G_BEGIN_DECLS

/* A cell that is written as a JSON array or object is a list or a hash to templates, and goes out
 * as it is written; every other cell is a text. So "[2]" is a list, while "2", "true" and "[sic]"
 * stay what they look like.
 *
 * What is rendered here is what goes out. So JSON that readers take for different things is none:
 * one with \u0000, half of a surrogate pair, a number that no double or an integer that no 64 bits
 * hold, a name twice in one object (RFC 7493, section 2), or that is too deep or too long to be
 * read at all. Such a cell is a text like any other, and since that is hardly what it was meant to
 * be, it is refused: the check has an error for it. */
gboolean dispatch_value_is_json (const char *text);

/* What cells became while one row is rendered. Belongs to one thread. */
typedef struct _DispatchValues DispatchValues;

DispatchValues *dispatch_values_new (void);
void dispatch_values_free (DispatchValues *self);
LiquidValue dispatch_values_read (DispatchValues *self, const char *text, gsize length);
guint dispatch_values_get_n_refused (const DispatchValues *self); /* since it was made */
void dispatch_values_forget (DispatchValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchValues, dispatch_values_free)

G_END_DECLS
