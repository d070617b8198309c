/* Liquid, the template language of Shopify, as a C library: parse once, render for many.
 *
 * This header is the whole interface. The library needs GLib only; it does no I/O, keeps no global
 * state, and takes and gives text as UTF-8. A program that greets somebody, and is told where its
 * second template is wrong:
 *
 *     #include <liquid.h>
 *     #include <stdio.h>
 *
 *     static void
 *     show (const char *text, LiquidHash *person)
 *     {
 *       g_autoptr (GError) error = NULL;
 *       g_autoptr (GString) output = g_string_new (NULL);
 *       g_autoptr (LiquidTemplate) template =
 *         liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error);
 *       LiquidSpan span = { 0 };
 *
 *       if (template != NULL && liquid_template_render (template, liquid_hash_lookup, person, NULL,
 *                                                       output, &error)) {
 *         puts (output->str);
 *         return;
 *       }
 *       liquid_error_get_span (error, &span);
 *       printf ("%u:%u: %s\n", span.line, span.column, liquid_error_get_summary (error));
 *     }
 *
 *     int
 *     main (void)
 *     {
 *       g_autoptr (LiquidHash) person = liquid_hash_new ();
 *       LiquidArray *cities = liquid_array_new ();
 *
 *       liquid_array_add (cities, liquid_string ("Turin", 5));
 *       liquid_array_add (cities, liquid_string ("London", 6));
 *       liquid_hash_set (person, "name", liquid_string ("Ada", 3));
 *       liquid_hash_set (person, "cities", liquid_array (cities));
 *       show ("Hello {{ name | upcase }} of {{ cities | join: ' and ' }}!", person);
 *       show ("Hello {% if name %}{{ name }}", person);
 *       return 0;
 *     }
 *
 * It prints
 *
 *     Hello ADA of Turin and London!
 *     1:7: 'if' tag was never closed
 *
 * Dialects and modes. LIQUID_SHOPIFY is Shopify/liquid 5.13, byte for byte, error texts and line
 * numbers included, in its modes lax, strict and strict2. LIQUID_LIQUIDJS is LiquidJS 10.30 with
 * its default options, which has one mode. They differ in everyday things: `{{ 9 | divided_by: 2
 * }}` is 4 in the one and 4.5 in the other. A filter or tag that reads files, draws Shopify's pages
 * or knows a shop is in neither.
 *
 * Data. A render asks for the variables that it needs, by the first name of their path, through a
 * LiquidLookup: over a LiquidHash with liquid_hash_lookup(), or over whatever the caller has, whose
 * rows then need not be copied. `include` and `render` ask for the text of a partial template
 * through a LiquidFindPartial.
 *
 * Ownership. Texts that the library is given to parse are copied. A LiquidValue is passed by value
 * and borrows what it points to: a string that is handed to a container is copied, a container that
 * is handed to another is owned by that one from then on, and what a lookup answers stays the
 * caller's and must live until the render returns. What a template is asked about itself lives as
 * long as the template.
 *
 * Errors. Parsing answers NULL and a LIQUID_ERROR_SYNTAX that knows its place. A statement that
 * fails in a render does not end it: as with Shopify, it prints "Liquid error (line 1): …" where it
 * stands; `raise` in LiquidRenderOptions makes it end the render with LIQUID_ERROR_RENDER, which
 * LiquidJS's dialect always does.
 *
 * Limits. No text and no data can make the library crash, recurse without a bound or run on: each
 * render ends at the LiquidLimits given to it with LIQUID_ERROR_LIMIT, or when another thread sets
 * @cancelled. Work is counted in steps, not in seconds, so that a template that renders today
 * renders tomorrow. A template may have 64 MiB and blocks 100 deep; memory that the system does not
 * have ends the process, as everywhere in GLib.
 *
 * Threads. A template is immutable once parsed: any number of threads may render it at once, with
 * data of their own or with containers that nobody changes meanwhile. All else belongs to one
 * thread at a time.
 */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/* A parsed template. */
typedef struct _LiquidTemplate LiquidTemplate;
/* Values in their order. */
typedef struct _LiquidArray LiquidArray;
/* Values by names, in the order in which the names were added. */
typedef struct _LiquidHash LiquidHash;

/* Whose rules a template follows. */
typedef enum {
  LIQUID_SHOPIFY,  /* Shopify/liquid 5.13, in Ruby */
  LIQUID_LIQUIDJS, /* LiquidJS 10.30, in JavaScript */
} LiquidDialect;

/* How Shopify's dialect takes what is not by the grammar. */
typedef enum {
  LIQUID_LAX,     /* passes over it */
  LIQUID_STRICT,  /* refuses it in outputs, conditions and loops */
  LIQUID_STRICT2, /* refuses it everywhere */
} LiquidMode;

/* The domain of errors. */
#define LIQUID_ERROR (liquid_error_quark ())

/* The codes of that domain. */
typedef enum {
  LIQUID_ERROR_SYNTAX, /* the text is no template */
  LIQUID_ERROR_LIMIT,  /* the template is too long or nested too deep, or a limit was reached */
  LIQUID_ERROR_RENDER, /* a statement could not be carried out, and errors were to end the render */
  LIQUID_ERROR_CANCELLED, /* another thread ended the render */
} LiquidError;

/* Where something stands in a template. */
typedef struct {
  unsigned line;   /* from 1 */
  unsigned column; /* from 1, in characters */
  size_t start;    /* byte offset of the first byte */
  size_t end;      /* and behind the last one */
} LiquidSpan;

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

GQuark liquid_error_quark (void);
LiquidMistake liquid_error_get_mistake (const GError *error, const char **tag, const char **block);
bool liquid_error_get_span (const GError *error, LiquidSpan *span);
unsigned liquid_error_get_line (const GError *error);
const char *liquid_error_get_summary (const GError *error);

/* The types of values. */
typedef enum {
  LIQUID_NIL,     /* nothing: null, or a variable that nobody has */
  LIQUID_BOOLEAN, /* true or false */
  LIQUID_INTEGER, /* 4, which is not 4.0 */
  LIQUID_FLOAT,   /* 4.0 */
  LIQUID_STRING,  /* text */
  LIQUID_ARRAY,   /* values in their order */
  LIQUID_HASH,    /* values by names */
} LiquidType;

/* A value. Make one with the functions below; its members are there to be read. A whole number
 * beyond 64 bits has a type that is not listed, and can only be handed on. */
typedef struct {
  LiquidType type; /* says which member of the union holds the value */
  union {
    bool boolean;    /* of LIQUID_BOOLEAN */
    int64_t integer; /* of LIQUID_INTEGER */
    double number;   /* of LIQUID_FLOAT */
    struct {
      const char *bytes;      /* (unowned) (nullable): NULL where there are none */
      size_t length;          /* how many bytes */
    } string;                 /* of LIQUID_STRING */
    const LiquidArray *array; /* (unowned): of LIQUID_ARRAY */
    const LiquidHash *hash;   /* (unowned): of LIQUID_HASH */
    void *internal;           /* of types that only exist while a template is rendered */
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

LiquidArray *liquid_array_new (void);
LiquidArray *liquid_array_new_sized (size_t n_items);
void liquid_array_free (LiquidArray *self);
void liquid_array_add (LiquidArray *self, LiquidValue value);
LiquidHash *liquid_hash_new (void);
LiquidHash *liquid_hash_new_sized (size_t n_entries);
void liquid_hash_free (LiquidHash *self);
void liquid_hash_set (LiquidHash *self, const char *key, LiquidValue value);
void liquid_hash_set_bytes (LiquidHash *self, const char *key, size_t length, LiquidValue value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiquidArray, liquid_array_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiquidHash, liquid_hash_free)

/* Finds the variable called @name, the first name of a path, and says whether there is one. It is
 * asked when the name is first needed, and again inside each partial that `render` renders. What
 * @value borrows must live until the render of the template returns; what is not UTF-8 in it is
 * taken for U+FFFD. */
typedef bool (*LiquidLookup) (void *data, const char *name, size_t length, LiquidValue *value);

void liquid_hash_prefetch (const LiquidHash *hash);
bool liquid_hash_lookup (void *hash, const char *name, size_t length, LiquidValue *value);

/* Finds the text of the partial template called @name, for `include` and `render`, and says whether
 * there is one. It is asked, and the text parsed, once in a render for each name; the text must
 * live until the render returns. */
typedef bool (*LiquidFindPartial) (
  void *data, const char *name, size_t length, const char **text, size_t *text_length);

/* What one render may do. Zero means the default of each, which is said behind it. */
typedef struct {
  size_t max_output;   /* bytes that are printed; 1 MiB */
  size_t max_steps;    /* operations, and items and texts that they walk through; a million */
  size_t max_memory;   /* bytes of what variables, loops and filters hold; 16 times @max_output */
  size_t max_rounds;   /* rounds of all loops, and of partials for each item of a list; 100,000 */
  size_t max_partials; /* different partials that are parsed; 1,000 */
  size_t max_partial_text; /* bytes of their texts; 16 MiB */
} LiquidLimits;

/* What a render works with. All zeroes are good for a template without variables. */
typedef struct {
  LiquidLookup lookup;            /* (nullable): finds the variables; without it there are none */
  void *data;                     /* (unowned) (nullable): what @lookup is given */
  LiquidFindPartial find_partial; /* (nullable): without it there are no partials */
  void *partials;                 /* (unowned) (nullable): what @find_partial is given */
  int64_t now;                    /* microseconds since 1970; 0 for the machine's clock */
  bool raise;                     /* the first statement that fails ends the render */
  const gint *cancelled;          /* (unowned) (nullable): ends the render once it is not 0; set it
                                     with g_atomic_int_set() */
  LiquidLimits limits;            /* all zeroes for the defaults */
} LiquidRenderOptions;

LiquidTemplate *
liquid_template_parse (const char *text, gssize length, LiquidDialect dialect, GError **error);
LiquidTemplate *liquid_template_parse_mode (
  const char *text, gssize length, LiquidDialect dialect, LiquidMode mode, GError **error);
void liquid_template_free (LiquidTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiquidTemplate, liquid_template_free)

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

/* A variable as the template uses it. What the template gives a value itself (assign, capture, the
 * variable of a loop) is none, where it certainly has. */
typedef struct {
  const char *path; /* "user.name" */
  const char *name; /* "user": what the data must have */
  LiquidSpan span;  /* of the path */
  bool has_default; /* where it is nothing the filter `default` gives it a value */
  bool is_date;     /* goes into the filter `date`, which takes digits for seconds since 1970 */
  bool conditional; /* is looked at for some data only: stands inside or in the condition of if,
                       elsif, unless, case, inside for, tablerow, behind `and` or `or`, or in a
                       cycle where it is not the first value */
  bool decides; /* stands in if, elsif, unless, case or when itself, which may ask if it is there */
} LiquidVariable;

/* A filter that the engine does not know, and therefore leaves out. */
typedef struct {
  const char *name; /* as it is written */
  LiquidSpan span;  /* of the name */
} LiquidUnknownFilter;

/* A partial template that the template includes or renders. */
typedef struct {
  const char *name; /* (nullable): NULL where only a render knows it */
  LiquidSpan span;  /* of the name, as it is written */
  bool is_render;   /* `render`, which sees no variable of the template; not `include` */
  bool conditional; /* as of a variable */
} LiquidPartialUse;

/* An output of a number and nothing else, `{{1}}`. Liquid prints the number; whoever wrote it meant
 * the place of a parameter. */
typedef struct {
  const char *name; /* "1" */
  LiquidSpan span;  /* with its braces */
} LiquidPositional;

const LiquidVariable *
liquid_template_get_variables (const LiquidTemplate *self, size_t *n_variables);
const LiquidUnknownFilter *
liquid_template_get_unknown_filters (const LiquidTemplate *self, size_t *n_filters);
const LiquidPartialUse *
liquid_template_get_partials (const LiquidTemplate *self, size_t *n_partials);
const LiquidPositional *
liquid_template_get_positionals (const LiquidTemplate *self, size_t *n_positionals);

const char *liquid_get_nth_filter (LiquidDialect dialect, size_t index, bool *needs_value);
const char *liquid_get_nth_tag (LiquidDialect dialect, size_t index, bool *is_block);

/* A tag that the engine does not know, for which it refuses the template. */
typedef struct {
  char *name;      /* (owned) */
  LiquidSpan span; /* of the name */
} LiquidUnknownTag;

LiquidUnknownTag *
liquid_find_unknown_tags (const char *text, gssize length, LiquidDialect dialect, size_t *n_tags);
void liquid_unknown_tags_free (LiquidUnknownTag *tags, size_t n_tags);
LiquidSpan *
liquid_find_curly_quotes (const char *text, gssize length, LiquidDialect dialect, size_t *n_quotes);

/* Where two templates print something else for the same data. */
typedef struct {
  char *text;        /* (owned): what the first prints */
  char *other_text;  /* (owned) (nullable): what the other prints; NULL where it does not render */
  char *other_error; /* (owned) (nullable): why it does not */
  size_t offset;     /* of the first byte that differs, in either text */
  bool has_span;     /* whether @span is known */
  LiquidSpan span;   /* of the statement that printed that byte */
} LiquidDifference;

bool liquid_template_compare (const LiquidTemplate *self,
                              const LiquidTemplate *other,
                              const LiquidRenderOptions *options,
                              LiquidDifference *difference,
                              GError **error);
void liquid_difference_clear (LiquidDifference *difference);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LiquidDifference, liquid_difference_clear)

G_END_DECLS
