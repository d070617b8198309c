#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Any text of the API may be a template, and nobody knows what becomes of it. */
gboolean dispatch_is_template (const char *text);

/* In bytes, which are characters in what is valid. */
#define DISPATCH_MAX_TAG_KEY 128
#define DISPATCH_MAX_TAG_VALUE 256

/* Of a variable, in bytes: a name that nobody would read to its end in a header. */
#define DISPATCH_MAX_VARIABLE_NAME 64

gboolean
dispatch_variable_name_is_valid (const char *name); /* that a template can use, of any length */
gboolean dispatch_tag_key_is_valid (const char *key);
gboolean dispatch_tag_value_is_valid (const char *value);
gboolean dispatch_image_url_is_valid (const char *url);
gboolean dispatch_app_name_is_valid (const char *name);

G_END_DECLS
