/* What the parts of the engine share.
 *
 * A template is its own copy of the source and a flat array of operations for a small stack
 * machine: texts, names and literals are slices of that copy. Conditions are jumps, so a render is
 * one loop whose C stack does not depend on the template. An operation that fails is looked up in a
 * side table of guards, which say where the render goes on; a render without errors pays nothing
 * for them. */

#pragma once

#include "liquid.h"

/* Offsets in operations are 32 bits wide. Nothing that is sent to a telephone comes near this. */
#define LIQUID_MAX_SOURCE (64 * 1024 * 1024)
/* Blocks inside blocks; Shopify's own limit, so what it refuses is refused here. */
#define LIQUID_MAX_DEPTH 100
/* Brackets inside brackets in one path, `a[b[c]]`: the only recursion of the parser. */
#define LIQUID_MAX_BRACKETS 16
/* Values that one expression holds at a time: the input and the arguments of a filter, and
 * brackets. */
#define LIQUID_STACK_SIZE 96
/* Containers inside containers that are printed or compared, in data: this bounds recursion. */
#define LIQUID_MAX_VALUE_DEPTH 100
/* 256 times what the push providers take (4,096 bytes), so that only runaway templates meet it. */
#define LIQUID_DEFAULT_MAX_OUTPUT (1024 * 1024)
/* A hundredth of a second or so of work; a template that is sent has about fifty operations. */
#define LIQUID_DEFAULT_MAX_STEPS 1000000
/* What the filters of one statement may build, as a multiple of the output's limit. */
#define LIQUID_SCRATCH_FACTOR 16
/* Bytes of a token that an error message repeats. */
#define LIQUID_MAX_QUOTE 40

typedef struct {
  const char *bytes;
  size_t length;
} LiquidSlice;

#define LIQUID_SLICE(literal) ((LiquidSlice){ (literal), sizeof (literal) - 1 })

static inline bool
liquid_slice_equal (LiquidSlice a, LiquidSlice b)
{
  return a.length == b.length &&
         (a.length == 0 || __builtin_memcmp (a.bytes, b.bytes, a.length) == 0);
}

static inline LiquidSlice
liquid_slice_range (const char *start, const char *end)
{
  return (LiquidSlice){ start, (size_t) (end - start) };
}

/* Ruby's \s. */
static inline bool
liquid_is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Ruby's \w. */
static inline bool
liquid_is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

LiquidSlice liquid_slice_strip (LiquidSlice slice);
bool liquid_slice_is_blank (LiquidSlice slice);

/* liquid-arena.c */

typedef struct _LiquidChunk LiquidChunk;

typedef struct {
  LiquidChunk *chunks; /* (owned) (nullable) */
  char *first;         /* (unowned) (nullable): lent by the caller, used before any chunk */
  size_t first_size;
  char *next;
  size_t left;
  size_t chunk_size;
  size_t used; /* bytes handed out since the last reset */
} LiquidArena;

void liquid_arena_init (LiquidArena *self, void *first, size_t first_size);
void liquid_arena_reset (LiquidArena *self);
void *liquid_arena_alloc (LiquidArena *self, size_t size);
char *liquid_arena_copy (LiquidArena *self, const char *bytes, size_t length);

/* liquid-dialect.c */

/* Where the dialects differ. */
typedef struct {
  const char *quote_entity;   /* what `escape` makes of a double quote */
  bool suppress_blank;        /* blocks of white space only print nothing */
  bool strict_types;          /* comparing a number with a string is an error */
  bool count_arguments;       /* a wrong number of arguments is an error */
  bool string_escapes;        /* a backslash escapes in a string literal */
  bool empty_output_is_error; /* {{ }} */
  bool default_replaces_hash; /* `default` replaces an empty hash */
  bool title_case;            /* `capitalize` uses the title case of a letter */
  bool unicode_strip;         /* `strip` removes every white space of Unicode */
  bool arrays_only;           /* `first` and `last` are of arrays, integers have no `size` */
  bool print_containers;      /* an array or hash prints as its source text */
  void (*append_float) (GString *output, double number);
} LiquidTraits;

const LiquidTraits *liquid_dialect_get_traits (LiquidDialect dialect);

/* liquid-error.c */

void
liquid_set_error (GError **error, LiquidError code, const LiquidSpan *span, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* liquid-lexer.c */

typedef enum {
  LIQUID_TOKEN_END,
  LIQUID_TOKEN_TEXT,
  LIQUID_TOKEN_OUTPUT,
  LIQUID_TOKEN_TAG,
  LIQUID_TOKEN_BROKEN_OUTPUT, /* "{{" that "}}" does not end */
  LIQUID_TOKEN_BROKEN_TAG,    /* "{%" that "%}" does not end */
} LiquidTokenType;

typedef struct {
  LiquidTokenType type;
  LiquidSlice whole;
  LiquidSlice name;   /* of a tag; empty where there is none */
  LiquidSlice markup; /* of a tag or output; of a text what white space control leaves */
} LiquidToken;

typedef struct {
  const char *next;
  const char *end;
  bool trim; /* the token before ended in a dash */
} LiquidLexer;

void liquid_lexer_init (LiquidLexer *self, LiquidSlice source);
void liquid_lexer_next (LiquidLexer *self, LiquidToken *token);
bool liquid_lexer_skip_raw (LiquidLexer *self, LiquidSlice *body);
bool liquid_lexer_skip_comment (LiquidLexer *self, LiquidSlice *unclosed);
const char *liquid_scan_fragment (const char *start, const char *end);

/* The operations. Those of one statement leave the stack empty. */
typedef enum {
  LIQUID_OP_END,
  LIQUID_OP_TEXT,        /* print @bytes */
  LIQUID_OP_PUSH,        /* push @value */
  LIQUID_OP_ROOT,        /* push the variable named @bytes */
  LIQUID_OP_ROOT_OF,     /* pop a name, push the variable */
  LIQUID_OP_KEY,         /* pop an object, push its member @bytes */
  LIQUID_OP_COMMAND,     /* likewise, or its size, first, last */
  LIQUID_OP_INDEX,       /* pop a key and an object, push the member */
  LIQUID_OP_FILTER,      /* pop keywords, arguments and input, push the result of @filter */
  LIQUID_OP_EMIT,        /* pop and print */
  LIQUID_OP_COMPARE,     /* pop right and left, push the boolean of @comparison */
  LIQUID_OP_BAD_COMPARE, /* fail: no operator is called @bytes */
  LIQUID_OP_JUMP,        /* go on at @target */
  LIQUID_OP_JUMP_IF,     /* pop, and where it is true go on at @target */
  LIQUID_OP_JUMP_UNLESS, /* pop, and where it is false go on at @target */
} LiquidOpCode;

typedef enum {
  LIQUID_EQUAL,
  LIQUID_NOT_EQUAL,
  LIQUID_LESS,
  LIQUID_GREATER,
  LIQUID_LESS_EQUAL,
  LIQUID_GREATER_EQUAL,
  LIQUID_CONTAINS,
} LiquidComparison;

typedef struct _LiquidFilter LiquidFilter;

typedef struct {
  uint8_t code;
  uint8_t n_arguments;
  uint8_t n_keywords; /* pairs of name and value */
  uint8_t comparison;
  uint32_t length; /* of @bytes */
  union {
    const char *bytes;
    const LiquidValue *value;
    const LiquidFilter *filter;
    uint32_t target;
  };
} LiquidOp;

G_STATIC_ASSERT (sizeof (LiquidOp) <= 16);

/* The operations from @first to before @end stand for one statement on @line; where one of them
 * fails, the error is printed unless @silent, and the render goes on at @resume. */
typedef struct {
  uint32_t first;
  uint32_t end;
  uint32_t resume;
  unsigned line;
  unsigned depth; /* of the block whose condition it is, or 0; while parsing */
  bool silent;
} LiquidGuard;

struct _LiquidTemplate {
  char *source; /* (owned) */
  size_t length;
  LiquidDialect dialect;
  const LiquidTraits *traits;
  LiquidArena arena; /* literals, paths, names */
  GArray *ops;       /* (owned): LiquidOp */
  GArray *guards;    /* (owned): LiquidGuard, by first */
  GArray *variables; /* (owned): LiquidVariable */
  GArray *unknown;   /* (owned): LiquidUnknownFilter */
};

/* The two words of conditions that stand for a question rather than a value; they exist on the
 * stack of a render only. */
#define LIQUID_EMPTY ((LiquidType) (LIQUID_HASH + 1))
#define LIQUID_BLANK ((LiquidType) (LIQUID_HASH + 2))

/* liquid-parser.c */

#define LIQUID_NO_TARGET UINT32_MAX

typedef struct _LiquidParser LiquidParser;
typedef struct _LiquidTag LiquidTag;

/* A tag that waits for its end. Jumps whose target is not known yet are chained through their
 * targets, so that a block holds the head of a chain only. */
typedef struct {
  const LiquidTag *tag;
  LiquidSlice opening;
  unsigned line;
  uint32_t first_op;
  uint32_t first_guard;
  uint32_t skip; /* chain: to the next branch */
  uint32_t done; /* chain: behind the block */
  bool blank;
  bool has_else;
} LiquidBlock;

struct _LiquidParser {
  LiquidTemplate *template;
  LiquidLexer lexer;
  LiquidBlock blocks[LIQUID_MAX_DEPTH + 1]; /* the first is the document */
  unsigned depth;
  const char *cursor; /* where @line and @column are known */
  unsigned line;
  unsigned column;
  unsigned stack; /* values on it at this point of the operations */
  bool strict;    /* the output at hand keeps to the grammar */
  GError **error;
};

struct _LiquidTag {
  const char *name;
  bool (*open) (LiquidParser *parser, const LiquidToken *token);
  /* Answers tags inside the block that are no tags of their own; (nullable) */
  bool (*branch) (LiquidParser *parser, const LiquidToken *token, bool *taken);
  bool (*close) (LiquidParser *parser); /* (nullable): the tag is no block */
};

const LiquidTag *liquid_tag_find (LiquidSlice name);

bool liquid_parser_run (LiquidParser *self);
LiquidBlock *liquid_parser_get_block (LiquidParser *self);
LiquidBlock *
liquid_parser_push_block (LiquidParser *self, const LiquidTag *tag, const LiquidToken *token);
void liquid_parser_pop_block (LiquidParser *self);
LiquidSpan liquid_parser_locate (LiquidParser *self, LiquidSlice where);
bool liquid_parser_fail (LiquidParser *self,
                         LiquidError code,
                         LiquidSlice where,
                         const char *format,
                         ...) G_GNUC_PRINTF (4, 5);
uint32_t liquid_parser_get_position (LiquidParser *self);
LiquidOp *liquid_parser_emit (LiquidParser *self, LiquidOpCode code);
bool liquid_parser_emit_push (LiquidParser *self, LiquidOpCode code, LiquidSlice bytes);
void liquid_parser_emit_text (LiquidParser *self, LiquidSlice text);
void liquid_parser_emit_jump (LiquidParser *self, LiquidOpCode code, uint32_t *chain);
void liquid_parser_land (LiquidParser *self, uint32_t *chain);
void liquid_parser_guard (LiquidParser *self, uint32_t first, unsigned line, unsigned depth);

bool liquid_tag_open_if (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_unless (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_if (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_if (LiquidParser *parser);
bool liquid_tag_open_comment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_inline_comment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_raw (LiquidParser *parser, const LiquidToken *token);

/* liquid-expression.c, liquid-output.c, liquid-condition.c */

bool liquid_compile_value (LiquidParser *parser, LiquidSlice markup, LiquidValue value);
bool liquid_compile_expression (LiquidParser *parser, LiquidSlice markup);
bool liquid_compile_output (LiquidParser *parser, LiquidSlice markup);
bool liquid_compile_condition (LiquidParser *parser,
                               const LiquidToken *token,
                               uint32_t *when_true,
                               uint32_t *when_false,
                               bool fall_through);

/* liquid-strict.c */

bool liquid_strict_matches (LiquidSlice markup);
const char *liquid_strict_scan_value (const char *p, const char *end);

/* liquid-render.c */

typedef struct {
  const LiquidTemplate *template;
  const LiquidTraits *traits;
  LiquidLookup lookup;
  void *data;
  GString *output;
  size_t start;
  size_t max_output;
  size_t max_scratch;
  size_t steps;
  LiquidArena scratch;
  const char *failure;  /* what is printed for the statement that failed */
  const char *exceeded; /* (nullable): the limit that ends the render */
} LiquidRender;

bool liquid_render_fail (LiquidRender *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
bool liquid_render_exceed (LiquidRender *self, const char *limit);
char *liquid_render_alloc (LiquidRender *self, size_t size);
LiquidArray *liquid_render_new_array (LiquidRender *self, size_t n_items);
bool liquid_render_to_text (LiquidRender *self, LiquidValue value, LiquidSlice *text);

/* liquid-filters.c */

typedef struct {
  LiquidRender *render;
  const LiquidTraits *traits;
  LiquidValue input;
  const LiquidValue *arguments;
  unsigned n_arguments;
  const LiquidValue *keywords; /* name, value, name, value… */
  unsigned n_keywords;
} LiquidCall;

struct _LiquidFilter {
  const char *name;
  uint8_t min_arguments;
  uint8_t max_arguments;
  bool (*apply) (const LiquidCall *call, LiquidValue *result);
};

const LiquidFilter *liquid_filter_find (LiquidSlice name);
bool liquid_filter_call (const LiquidFilter *self, const LiquidCall *call, LiquidValue *result);

bool liquid_filter_append (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_capitalize (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_downcase (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_prepend (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_upcase (const LiquidCall *call, LiquidValue *result);

/* liquid-case.c: each writes at most LIQUID_CASE_GROWTH bytes for a byte of @text. */

#define LIQUID_CASE_GROWTH 3

size_t liquid_upcase (LiquidSlice text, char *result);
size_t liquid_downcase (LiquidSlice text, char *result);
size_t liquid_titlecase (LiquidSlice letter, char *result);

/* liquid-format.c, liquid-compare.c, liquid-value.c */

void liquid_append_ruby_float (GString *output, double number);
void liquid_append_js_float (GString *output, double number);
bool liquid_value_append (LiquidValue value, const LiquidTraits *traits, GString *output);
bool liquid_value_append_inspected (LiquidValue value, const LiquidTraits *traits, GString *output);

static inline bool
liquid_value_is_true (LiquidValue value)
{
  return value.type != LIQUID_NIL && (value.type != LIQUID_BOOLEAN || value.boolean);
}

static inline LiquidSlice
liquid_value_get_text (LiquidValue value)
{
  return (LiquidSlice){ value.string.bytes, value.string.length };
}

bool liquid_value_is_empty (LiquidValue value);
bool liquid_value_equal (LiquidValue left, LiquidValue right);
bool liquid_compare (LiquidRender *render,
                     LiquidComparison comparison,
                     LiquidValue left,
                     LiquidValue right,
                     bool *result);

typedef struct {
  LiquidSlice key;
  uint32_t code;
  LiquidValue value;
} LiquidEntry;

/* One that a render makes stands in its scratch memory, items and all. */
struct _LiquidArray {
  LiquidValue *items; /* (owned) (nullable) */
  size_t n_items;
  size_t n_allocated;
  LiquidArena arena; /* the strings */
};

struct _LiquidHash {
  LiquidArena arena;
  GArray *entries; /* (owned): LiquidEntry, in the order of insertion */
  uint32_t *slots; /* (owned) (nullable): open addressing, entry + 1; only for large hashes */
  uint32_t n_slots;
};

size_t liquid_array_get_size (const LiquidArray *self);
LiquidValue liquid_array_get (const LiquidArray *self, int64_t index);
bool liquid_hash_get (const LiquidHash *self, LiquidSlice key, LiquidValue *value);
