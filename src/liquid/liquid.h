/* Liquid, the template language of Shopify, as a C library: parse once, render for many.
 *
 * A template is immutable once parsed and may be rendered by several threads at once. Text goes in
 * and out as UTF-8 slices; nothing here does I/O, and no input can make it recurse without a limit.
 */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct _LiquidTemplate LiquidTemplate;
typedef struct _LiquidArray LiquidArray;
typedef struct _LiquidHash LiquidHash;

typedef enum {
  LIQUID_SHOPIFY,
  LIQUID_LIQUIDJS,
} LiquidDialect;

/* How Shopify's dialect takes what is not by the grammar. */
typedef enum {
  LIQUID_LAX,     /* passes over it */
  LIQUID_STRICT,  /* refuses it in outputs, conditions and loops */
  LIQUID_STRICT2, /* refuses it everywhere */
} LiquidMode;

#define LIQUID_ERROR (liquid_error_quark ())

typedef enum {
  LIQUID_ERROR_SYNTAX, /* the text is no template */
  LIQUID_ERROR_LIMIT,  /* a limit of LiquidLimits was reached */
  LIQUID_ERROR_RENDER, /* a statement could not be carried out, and errors were to end the render */
  LIQUID_ERROR_CANCELLED, /* somebody said so */
} LiquidError;

/* Where something stands in a template: the line and the column count from 1, the column in
 * characters; @start and @end are byte offsets, @end behind the last byte. */
typedef struct {
  unsigned line;
  unsigned column;
  size_t start;
  size_t end;
} LiquidSpan;

GQuark liquid_error_quark (void);
/* What is wrong with a text that is no template, for those who say it in words of their own. */
typedef enum {
  LIQUID_MISTAKE_MARKUP,          /* what stands inside a tag or output cannot be read */
  LIQUID_MISTAKE_ENCODING,        /* a byte is not UTF-8 */
  LIQUID_MISTAKE_UNKNOWN_TAG,     /* no tag is called so */
  LIQUID_MISTAKE_UNCLOSED_BLOCK,  /* the tag that ends the block is missing */
  LIQUID_MISTAKE_UNCLOSED_TAG,    /* "{%" that "%}" does not end */
  LIQUID_MISTAKE_UNCLOSED_OUTPUT, /* "{{" that "}}" does not end */
  LIQUID_MISTAKE_WRONG_END,       /* the end of a block that is not the innermost, or not open */
  LIQUID_MISTAKE_STRAY_BRANCH,    /* `else`, `elsif` or `when` where no block takes it */
} LiquidMistake;

LiquidMistake liquid_error_get_mistake (const GError *error, const char **tag, const char **block);
bool liquid_error_get_span (const GError *error, LiquidSpan *span);
unsigned liquid_error_get_line (const GError *error);
const char *liquid_error_get_summary (const GError *error);

typedef enum {
  LIQUID_NIL,
  LIQUID_BOOLEAN,
  LIQUID_INTEGER,
  LIQUID_FLOAT,
  LIQUID_STRING,
  LIQUID_ARRAY,
  LIQUID_HASH,
} LiquidType;

/* Passed by value. A string, array or hash is borrowed: whoever made it keeps it alive. */
typedef struct {
  LiquidType type;
  union {
    bool boolean;
    int64_t integer;
    double number;
    struct {
      const char *bytes;
      size_t length;
    } string;
    const LiquidArray *array;
    const LiquidHash *hash;
    void *internal; /* of the types that exist while a template is rendered only */
  };
} LiquidValue;

LiquidValue liquid_nil (void);
LiquidValue liquid_boolean (bool boolean);
LiquidValue liquid_integer (int64_t integer);
LiquidValue liquid_float (double number);
LiquidValue liquid_string (const char *bytes, size_t length);
LiquidValue liquid_whole_number (const char *digits, size_t length);
LiquidValue liquid_array (const LiquidArray *array);
LiquidValue liquid_hash (const LiquidHash *hash);

/* Containers copy the strings and keys they are given and own the containers inside them. */
LiquidArray *liquid_array_new (void);
LiquidArray *liquid_array_new_sized (size_t n_items);
void liquid_array_free (LiquidArray *array);
void liquid_array_add (LiquidArray *array, LiquidValue value);
LiquidHash *liquid_hash_new (void);
LiquidHash *liquid_hash_new_sized (size_t n_entries);
void liquid_hash_free (LiquidHash *hash);
void liquid_hash_set (LiquidHash *hash, const char *key, LiquidValue value);
void liquid_hash_set_bytes (LiquidHash *hash, const char *key, size_t length, LiquidValue value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiquidArray, liquid_array_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiquidHash, liquid_hash_free)

/* Finds a variable by the first name of its path; false where there is none. The value must live
 * until the render ends. */
typedef bool (*LiquidLookup) (void *data, const char *name, size_t length, LiquidValue *value);

bool liquid_hash_lookup (void *hash, const char *name, size_t length, LiquidValue *value);

/* Finds the text of a partial template by its name, for `include` and `render`; false where there
 * is none. The text must live until the render ends. */
typedef bool (*LiquidFindPartial) (
  void *data, const char *name, size_t length, const char **text, size_t *text_length);

/* What one render may do; zero means the default of each. */
typedef struct {
  size_t max_output;   /* bytes that are printed; 1 MiB */
  size_t max_steps;    /* operations, and the items and texts that they walk through; a million */
  size_t max_memory;   /* bytes of what variables, loops and filters hold; 16 times the output */
  size_t max_rounds;   /* of all loops, and of partials for each item of a list; 100,000 */
  size_t max_partials; /* different ones that are parsed; 1,000 */
  size_t max_partial_text; /* bytes of these; 16 MiB */
} LiquidLimits;

typedef struct {
  LiquidLookup lookup;            /* (nullable): finds the variables */
  void *data;                     /* what @lookup is given */
  LiquidFindPartial find_partial; /* (nullable): without it there are no partials */
  void *partials;                 /* what @find_partial is given */
  int64_t now;                    /* microseconds since 1970; 0 for the machine's clock */
  bool raise;                     /* the first statement that fails ends the render */
  const gint *cancelled;          /* (nullable): ends the render when another thread sets it */
  LiquidLimits limits;
} LiquidRenderOptions;

/* A variable as the template uses it; one entry for each use, in the order of the text. */
typedef struct {
  const char *path; /* "user.name" */
  const char *name; /* "user": what the data must have */
  LiquidSpan span;
  bool has_default; /* where it is nothing the filter `default` gives it a value */
  bool is_date;     /* goes into the filter `date`, which takes digits for seconds since 1970 */
  bool conditional; /* is looked at for some data only: stands inside or in the condition of if,
                       elsif, unless, case, inside for, tablerow, behind `and` or `or`, or in a
                       cycle where it is not the first value */
} LiquidVariable;

/* A filter that this engine does not know, and therefore leaves out. */
typedef struct {
  const char *name;
  LiquidSpan span;
} LiquidUnknownFilter;

/* A partial template that the template includes or renders. */
typedef struct {
  const char *name; /* (nullable): NULL where only a render knows it */
  LiquidSpan span;  /* of the name, as it is written */
  bool is_render;   /* `render`, which sees no variable of the template; not `include` */
  bool conditional; /* as above */
} LiquidPartialUse;

/* An output of a number and nothing else, `{{1}}`. Liquid prints the number; whoever wrote it meant
 * the place of a parameter. */
typedef struct {
  const char *name; /* "1" */
  LiquidSpan span;  /* with its braces */
} LiquidPositional;

/* A tag that the engine does not know, for which it refuses the template. */
typedef struct {
  char *name; /* (owned) */
  LiquidSpan span;
} LiquidUnknownTag;

/* Where two templates print something else for the same data. */
typedef struct {
  char *text; /* (owned): what the first prints */
  char
    *other_text; /* (owned) (nullable): what the other prints; NULL where it prints an error only */
  char *other_error; /* (owned) (nullable): why the other did not render */
  size_t offset;     /* of the first byte that differs, in either text */
  bool has_span;
  LiquidSpan span; /* of the statement that printed it */
} LiquidDifference;

LiquidTemplate *
liquid_template_parse (const char *text, gssize length, LiquidDialect dialect, GError **error);
LiquidTemplate *liquid_template_parse_mode (
  const char *text, gssize length, LiquidDialect dialect, LiquidMode mode, GError **error);
void liquid_template_free (LiquidTemplate *self);
bool liquid_template_render_full (const LiquidTemplate *self,
                                  const LiquidRenderOptions *options,
                                  GString *output,
                                  GError **error);
bool liquid_template_render (const LiquidTemplate *self,
                             LiquidLookup lookup,
                             void *data,
                             const LiquidLimits *limits,
                             GString *output,
                             GError **error);
const LiquidVariable *
liquid_template_get_variables (const LiquidTemplate *self, size_t *n_variables);
const LiquidUnknownFilter *
liquid_template_get_unknown_filters (const LiquidTemplate *self, size_t *n_filters);
const LiquidPartialUse *
liquid_template_get_partials (const LiquidTemplate *self, size_t *n_partials);
const LiquidPositional *
liquid_template_get_positionals (const LiquidTemplate *self, size_t *n_positionals);
LiquidUnknownTag *
liquid_find_unknown_tags (const char *text, gssize length, LiquidDialect dialect, size_t *n_tags);
LiquidSpan *
liquid_find_curly_quotes (const char *text, gssize length, LiquidDialect dialect, size_t *n_quotes);
void liquid_unknown_tags_free (LiquidUnknownTag *tags, size_t n_tags);
bool liquid_template_compare (const LiquidTemplate *self,
                              const LiquidTemplate *other,
                              const LiquidRenderOptions *options,
                              LiquidDifference *difference,
                              GError **error);
void liquid_difference_clear (LiquidDifference *difference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiquidTemplate, liquid_template_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LiquidDifference, liquid_difference_clear)

G_END_DECLS
