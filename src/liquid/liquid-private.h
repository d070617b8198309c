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
/* What variables and filters may hold, as a multiple of the output's limit. */
#define LIQUID_SCRATCH_FACTOR 16
/* A list that is longer is not read by anybody. */
#define LIQUID_DEFAULT_MAX_ROUNDS 100000
/* A shop's theme has about two hundred. */
#define LIQUID_DEFAULT_MAX_PARTIALS 1000
#define LIQUID_DEFAULT_MAX_PARTIAL_TEXT (16 * 1024 * 1024)
/* Bytes of text that filters and comparisons walk through for one step. */
#define LIQUID_BYTES_PER_STEP 64
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

static inline const char *
liquid_skip_space (const char *p, const char *end)
{
  while (p < end && liquid_is_space (*p)) {
    p++;
  }
  return p;
}

/* Ruby's \w. */
static inline bool
liquid_is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Copies @n bytes, of which there may be none; answers what stands behind them. */
static inline char *
liquid_copy (char *to, const char *from, size_t n)
{
  if (n > 0) {
    __builtin_memcpy (to, from, n);
  }
  return to + n;
}

LiquidSlice liquid_slice_strip (LiquidSlice slice);
bool liquid_is_utf8 (const char *bytes, size_t length);
bool liquid_slice_is_blank (LiquidSlice slice);

/* liquid-template.c */

LiquidTemplate *
liquid_template_parse_expression (LiquidSlice text, LiquidDialect dialect, GError **error);

/* liquid-arena.c */

typedef struct _LiquidChunk LiquidChunk;

typedef struct {
  LiquidChunk *chunks; /* (owned) (nullable) */
  LiquidChunk *spare;  /* (owned) (nullable) */
  char *first;         /* (unowned) (nullable): lent by the caller, used before any chunk */
  size_t first_size;
  char *next;
  size_t left;
  size_t chunk_size;
  size_t used; /* bytes handed out since the last reset */
} LiquidArena;

/* A state of the arena to go back to. */
typedef struct {
  LiquidChunk *chunks;
  char *next;
  size_t left;
  size_t used;
} LiquidMark;

void liquid_arena_init (LiquidArena *self, void *first, size_t first_size);
void liquid_arena_reset (LiquidArena *self);
LiquidMark liquid_arena_get_mark (const LiquidArena *self);
void liquid_arena_release (LiquidArena *self, const LiquidMark *mark);
void *liquid_arena_alloc (LiquidArena *self, size_t size);
char *liquid_arena_copy (LiquidArena *self, const char *bytes, size_t length);

/* liquid-dialect.c */

typedef struct _LiquidFilter LiquidFilter;
typedef struct _LiquidRender LiquidRender;

typedef enum {
  LIQUID_EQUAL,
  LIQUID_NOT_EQUAL,
  LIQUID_LESS,
  LIQUID_GREATER,
  LIQUID_LESS_EQUAL,
  LIQUID_GREATER_EQUAL,
  LIQUID_CONTAINS,
} LiquidComparison;

/* Where the dialects differ. */
typedef struct {
  LiquidDialect dialect;
  const char *quote_entity;   /* what `escape` makes of a double quote */
  bool suppress_blank;        /* blocks of white space only print nothing */
  bool count_arguments;       /* a wrong number of arguments is an error */
  bool reads_values;          /* markup is read by liquid-reader.c, values are JavaScript's */
  bool default_replaces_hash; /* `default` replaces an empty hash */
  bool title_case;            /* `capitalize` uses the title case of a letter */
  bool print_containers;      /* an array or hash prints as its source text */
  bool raises;                /* the first statement that fails ends the render */
  bool isolates;              /* a template that is rendered does not see the data */
  void (*append_float) (GString *output, double number);
  const LiquidFilter *filters; /* by name */
  const size_t *n_filters;
} LiquidTraits;

const LiquidTraits *liquid_dialect_get_traits (LiquidDialect dialect);

/* liquid-error.c */

void liquid_set_error (
  GError **error, LiquidError code, const LiquidSpan *span, unsigned line, const char *message);

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
  const char *line_end; /* (nullable): of the line that was read last */
  bool trim;            /* the token before ended in a dash */
  bool lines;           /* each line is a tag, without braces: the inside of `liquid` */
  bool js;              /* outputs may have braces in quotes, and names more letters */
} LiquidLexer;

void liquid_lexer_init (LiquidLexer *self, LiquidSlice source, const LiquidTraits *traits);
void liquid_lexer_next (LiquidLexer *self, LiquidToken *token);
bool liquid_lexer_skip_raw (LiquidLexer *self, LiquidSlice *body);
bool liquid_lexer_skip_comment (LiquidLexer *self, LiquidSlice *unclosed);
bool liquid_lexer_skip_doc (LiquidLexer *self, LiquidSlice *body, bool *nested);
const char *liquid_scan_fragment (const char *start, const char *end);

/* The operations. Those of one statement leave the stack empty. */
typedef enum {
  LIQUID_OP_END,
  LIQUID_OP_TEXT, /* print @bytes */
  LIQUID_OP_PUSH,
  /* push @value */ LIQUID_OP_COPY, /* push again what was pushed @target values ago */
  LIQUID_OP_ROOT,                   /* push the variable @symbol */
  LIQUID_OP_ROOT_OF,                /* pop a name, push the variable */
  LIQUID_OP_KEY,                    /* pop an object, push its member @bytes */
  LIQUID_OP_COMMAND,                /* likewise, or its size, first, last */
  LIQUID_OP_INDEX,                  /* pop a key and an object, push the member */
  LIQUID_OP_RANGE,                  /* pop the ends of a range, push it */
  LIQUID_OP_FILTER,      /* pop keywords, arguments and input, push the result of @filter */
  LIQUID_OP_EMIT,        /* pop and print */
  LIQUID_OP_COMPARE,     /* pop right and left, push the boolean of @comparison */
  LIQUID_OP_BAD_COMPARE, /* fail: no operator is called @bytes */
  LIQUID_OP_JUMP,        /* go on at @target */
  LIQUID_OP_JUMP_IF,     /* pop, and where it is true go on at @target */
  LIQUID_OP_JUMP_UNLESS, /* pop, and where it is false go on at @target */
  LIQUID_OP_ASSIGN,      /* pop into the variable @symbol */
  LIQUID_OP_INCREMENT,   /* print the counter @symbol, then count up */
  LIQUID_OP_DECREMENT,   /* count the counter @symbol down, then print it */
  LIQUID_OP_CAPTURE,     /* begin to capture what is printed */
  LIQUID_OP_CAPTURED,    /* end it, and assign it to @symbol */
  LIQUID_OP_CHANGED,     /* begin to hold back what is printed */
  LIQUID_OP_CHANGED_END, /* end it, and drop what was printed last */
  LIQUID_OP_FOR,         /* pop limit, collection and offset of @loop and begin it */
  LIQUID_OP_NEXT,        /* begin the next round of @loop, or go on behind it */
  LIQUID_OP_CASE,        /* begin a case */
  LIQUID_OP_CASE_TEST,   /* pop two values, count where they are equal */
  LIQUID_OP_CASE_RUN,    /* take one off the count; where there is none go on at @target */
  LIQUID_OP_CASE_ELSE,   /* where a branch was taken go on at @target */
  LIQUID_OP_CASE_END,
  LIQUID_OP_BREAK,
  LIQUID_OP_CONTINUE,
  LIQUID_OP_CYCLE,   /* pop a name, go on at the value of @cycle whose turn it is */
  LIQUID_OP_PARTIAL, /* pop what @partial says and run that template */
  /* Of LiquidJS's dialect only. */
  LIQUID_OP_PROPERTY,    /* pop an object, push its property @bytes */
  LIQUID_OP_PROPERTY_OF, /* pop a key and an object, push the property */
  LIQUID_OP_NOT,         /* pop, push whether it is false */
  LIQUID_OP_TRUTH,       /* pop, push whether it is true */
  LIQUID_OP_SWAP,        /* exchange the values pushed last */
  LIQUID_OP_DROP,        /* pop @target values */
  LIQUID_OP_PAIR,        /* pop two values, push them as an array */
  LIQUID_OP_CASE_OF,     /* begin a case of the value popped */
  LIQUID_OP_CASE_WHEN,   /* pop a value, count once where it is that of the case */
  LIQUID_OP_EMIT_TRUE,   /* pop and print, unless JavaScript takes it for false */
  LIQUID_OP_RESULT,      /* end an expression that a filter runs with the value popped */
} LiquidOpCode;

/* A name that a template uses at the root of a path: its place among the variables of a render. */
typedef struct {
  LiquidSlice name;
  uint32_t index;
  unsigned bound; /* while parsing: loops around that give it a value */
  bool assigned;  /* while parsing: the template itself has given it one */
} LiquidSymbol;

typedef struct {
  const LiquidSymbol *variable;
  const LiquidSymbol *forloop; /* or tablerowloop */
  LiquidSlice name;            /* "item-items", under which a later loop goes on */
  bool is_row;
  bool reversed;
  bool has_offset;
  bool continues;
  bool has_limit;
  bool has_columns;
  uint32_t next;  /* LIQUID_OP_NEXT */
  uint32_t empty; /* where there is nothing to loop over */
  uint32_t end;
} LiquidLoopInfo;

typedef struct {
  const uint32_t *targets;
  uint32_t n_targets;
  uint32_t end;     /* where it goes on with nil */
  LiquidSlice list; /* its values, where they are a part of its name */
} LiquidCycleInfo;

typedef struct {
  bool is_render;            /* not include */
  bool has_variable;         /* with or for */
  bool is_loop;              /* for */
  const LiquidSymbol *alias; /* (nullable) */
  const LiquidSymbol *const *attributes;
  uint32_t n_attributes;
} LiquidPartialInfo;

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
    const LiquidSymbol *symbol;
    const LiquidLoopInfo *loop;
    const LiquidCycleInfo *cycle;
    const LiquidPartialInfo *partial;
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
  unsigned depth;  /* of the block whose condition it is, or 0; while parsing */
  uint32_t start;  /* of the statement in the source */
  uint32_t length; /* of it */
  bool silent;
} LiquidGuard;

struct _LiquidTemplate {
  char *source; /* (owned) */
  size_t length;
  LiquidDialect dialect;
  const LiquidTraits *traits;
  LiquidArena arena;        /* literals, paths, names */
  bool keeps_ends;          /* a loop may go on where another ended */
  GArray *ops;              /* (owned): LiquidOp */
  GArray *guards;           /* (owned): LiquidGuard, by first */
  GArray *variables;        /* (owned): LiquidVariable */
  GArray *unknown;          /* (owned): LiquidUnknownFilter */
  GArray *partials;         /* (owned): LiquidPartialUse */
  GArray *positionals;      /* (owned): LiquidPositional */
  GPtrArray *symbols;       /* (owned): LiquidSymbol, in the arena, by index */
  GHashTable *symbol_index; /* (owned) (nullable): LiquidSymbol by its name, where there are many */
  LiquidMode mode;
};

/* Types that exist while a template is rendered only. The first two are the words of conditions
 * that stand for a question rather than a value. */
#define LIQUID_EMPTY ((LiquidType) (LIQUID_HASH + 1))
#define LIQUID_BLANK ((LiquidType) (LIQUID_HASH + 2))
#define LIQUID_RANGE ((LiquidType) (LIQUID_HASH + 3)) /* LiquidRange */
#define LIQUID_LOOP ((LiquidType) (LIQUID_HASH + 4))  /* LiquidLoop: forloop, tablerowloop */
#define LIQUID_BIGINT \
  ((LiquidType) (LIQUID_HASH + 6)) /* a whole number beyond 64 bits, as digits */
#define LIQUID_SELF                                                             \
  ((LiquidType) (LIQUID_HASH + 5)) /* LiquidScope: all variables by their names \
                                    */

typedef struct {
  int64_t first;
  int64_t last;
} LiquidRange;

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
  void *info;           /* (nullable): what the tag keeps, in the arena of the template */
  LiquidSlice subject;  /* of a case */
  guint first_assigned; /* in the list of the parser, where the branch began */
  guint n_branches;
  GHashTable *votes; /* (owned) (nullable): in how many branches a LiquidSymbol gets a value */
} LiquidBlock;

struct _LiquidParser {
  LiquidTemplate *template;
  LiquidLexer lexer;
  unsigned depth;
  const char *cursor; /* where @line and @column are known */
  unsigned line;
  unsigned column;
  unsigned stack;   /* values on it at this point of the operations */
  unsigned nesting; /* of ranges in the expression at hand */
  unsigned statement_line;
  unsigned base;       /* the depth that a tag `liquid` began at */
  bool in_liquid;      /* lines of that tag are read */
  bool unlisted;       /* variables were listed before */
  GArray *words;       /* (owned): LiquidWord, of the markup at hand */
  GArray *keywords;    /* (owned): LiquidKeyword, of the filter at hand */
  GArray *given;       /* (owned): LiquidGiven, of the `include` at hand */
  GPtrArray *assigned; /* (owned): LiquidSymbol, whose value here is certainly the template's own */
  LiquidSlice statement; /* the tag or output at hand */
  GError **error;
  LiquidBlock blocks[LIQUID_MAX_DEPTH + 1]; /* the first is the document; set as far as @depth */
};

struct _LiquidTag {
  const char *name;
  bool (*open) (LiquidParser *parser, const LiquidToken *token);
  /* Answers tags inside the block that are no tags of their own; (nullable) */
  bool (*branch) (LiquidParser *parser, const LiquidToken *token, bool *taken);
  bool (*close) (LiquidParser *parser); /* (nullable): the tag is no block */
  bool is_conditional;                  /* what it holds runs for some data only */
  bool has_certain_head;                /* but not its head, behind which the block has its info */
};

const LiquidTag *liquid_dialect_find_tag (LiquidDialect dialect, LiquidSlice name);
const LiquidTag *liquid_tag_find (const LiquidParser *parser, LiquidSlice name);

const LiquidSymbol *liquid_template_find_symbol (const LiquidTemplate *self, LiquidSlice name);
bool liquid_parser_run (LiquidParser *self);
bool liquid_parser_run_expression (LiquidParser *self);
LiquidBlock *liquid_parser_get_block (LiquidParser *self);
LiquidBlock *
liquid_parser_push_block (LiquidParser *self, const LiquidTag *tag, const LiquidToken *token);
void liquid_parser_pop_block (LiquidParser *self);
LiquidSpan liquid_parser_locate (LiquidParser *self, LiquidSlice where);
bool liquid_parser_is_strict (const LiquidParser *self);
bool liquid_parser_parse_tag (LiquidParser *self, const LiquidToken *token);
void liquid_parser_drop_blanks (LiquidParser *self);
void liquid_parser_resume_behind (LiquidParser *self);
LiquidSymbol *liquid_parser_intern (LiquidParser *self, LiquidSlice name);
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

/* liquid-assigned.c */

/* The number of branches of a block that begins with something that never runs. */
#define LIQUID_NO_BRANCH UINT_MAX

bool liquid_parser_is_conditional (LiquidParser *self);
void liquid_parser_assign (LiquidParser *self, LiquidSymbol *symbol);
void liquid_parser_begin_branch (LiquidParser *self);
void liquid_parser_end_branch (LiquidParser *self);
void liquid_parser_end_branches (LiquidParser *self, bool complete);

/* liquid-tags-….c */

bool liquid_tag_open_assign (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_break (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_capture (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_capture (LiquidParser *parser);
bool liquid_tag_open_case (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_case (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_case (LiquidParser *parser);
bool liquid_tag_open_comment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_continue (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_cycle (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_decrement (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_doc (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_echo (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_for (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_for (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_for (LiquidParser *parser);
bool liquid_tag_open_if (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_unless (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_if (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_close_if (LiquidParser *parser);
bool liquid_tag_open_ifchanged (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_ifchanged (LiquidParser *parser);
bool liquid_tag_open_include (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_increment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_inline_comment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_liquid (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_raw (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_render (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_tablerow (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_tablerow (LiquidParser *parser);

/* An argument `name: value`. */
typedef struct {
  LiquidSlice name;
  LiquidSlice value;
} LiquidKeyword;

/* The head of a loop, as it was read. */
typedef struct {
  LiquidSlice variable;
  LiquidSlice collection;
  LiquidSlice offset; /* no bytes where it is not given, as of those below */
  LiquidSlice limit;
  LiquidSlice columns;
  bool reversed;
} LiquidLoopHead;

bool liquid_tag_open_loop (LiquidParser *parser,
                           const LiquidToken *token,
                           const LiquidLoopHead *head,
                           bool is_row);

/* A cycle as it was read: an optional name, and values. */
typedef struct {
  LiquidSlice name; /* no bytes where it has none */
  GArray *values;   /* (owned): LiquidSlice */
} LiquidCycle;

bool liquid_tag_compile_cycle (LiquidParser *parser, const LiquidCycle *cycle);

/* The head of an include or render, as it was read. */
typedef struct {
  LiquidSlice name;
  LiquidSlice variable; /* no bytes where there is none, as of those below */
  LiquidSlice alias;
  bool is_loop;
  GArray *attributes; /* (owned): LiquidKeyword */
} LiquidPartialHead;

bool
liquid_tag_compile_partial (LiquidParser *parser, const LiquidPartialHead *head, bool is_render);
void liquid_tag_end_when (LiquidParser *parser);
void liquid_tag_end_silently (LiquidParser *parser, uint32_t first);

/* liquid-tags-js.c */

bool liquid_tag_open_js_assign (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_block (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_close_js_block (LiquidParser *parser);
bool liquid_tag_open_js_capture (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_case (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_js_case (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_open_js_cycle (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_decrement (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_echo (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_for (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_branch_js_for (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_branch_js_if (LiquidParser *parser, const LiquidToken *token, bool *taken);
bool liquid_tag_open_js_include (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_increment (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_render (LiquidParser *parser, const LiquidToken *token);
bool liquid_tag_open_js_tablerow (LiquidParser *parser, const LiquidToken *token);

/* An attribute of an `include` that is on the stack: those behind it see it. */
typedef struct {
  const LiquidSymbol *symbol;
  unsigned position;
} LiquidGiven;

/* liquid-grammar.c: markup cut into words, and read by the grammar */

typedef enum {
  LIQUID_WORD_END,
  LIQUID_WORD_PIPE,
  LIQUID_WORD_DOT,
  LIQUID_WORD_COLON,
  LIQUID_WORD_COMMA,
  LIQUID_WORD_OPEN_SQUARE,
  LIQUID_WORD_CLOSE_SQUARE,
  LIQUID_WORD_OPEN_ROUND,
  LIQUID_WORD_CLOSE_ROUND,
  LIQUID_WORD_QUESTION,
  LIQUID_WORD_DASH,
  LIQUID_WORD_DOTDOT,
  LIQUID_WORD_COMPARISON,
  LIQUID_WORD_ID,
  LIQUID_WORD_NUMBER,
  LIQUID_WORD_STRING,
} LiquidWordType;

typedef struct {
  LiquidWordType type;
  LiquidSlice text;
} LiquidWord;

/* Walks the words of one markup, which the parser keeps until the next one is read. */
typedef struct {
  LiquidParser *parser;
  LiquidSlice quote; /* as an error quotes it; empty for none */
  bool braces;       /* it stands in {{ }} */
  guint position;
} LiquidGrammar;

bool liquid_grammar_begin (LiquidGrammar *self, LiquidParser *parser, LiquidSlice markup);
bool liquid_grammar_look (const LiquidGrammar *self, LiquidWordType type, guint ahead);
bool liquid_grammar_look_id (const LiquidGrammar *self, const char *id);
bool liquid_grammar_accept (LiquidGrammar *self, LiquidWordType type);
bool liquid_grammar_accept_id (LiquidGrammar *self, const char *id);
bool liquid_grammar_consume (LiquidGrammar *self, LiquidWordType type, LiquidSlice *text);
bool liquid_grammar_expression (LiquidGrammar *self, LiquidSlice *text);
bool liquid_grammar_fail (LiquidGrammar *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* liquid-expression.c, liquid-output.c, liquid-condition.c */

bool liquid_compile_value (LiquidParser *parser, LiquidSlice markup, LiquidValue value);
bool liquid_compile_expression (LiquidParser *parser, LiquidSlice markup);
int64_t liquid_slice_to_integer (LiquidSlice text);
bool liquid_value_to_integer (LiquidValue value, int64_t *integer);
bool
liquid_compile_output (LiquidParser *parser, LiquidSlice markup, LiquidSlice quote, bool braces);
bool liquid_compile_side (LiquidParser *parser, LiquidSlice fragment);
bool liquid_read_literal (LiquidParser *parser, LiquidSlice markup, LiquidValue *value);

bool
liquid_compile_root (LiquidParser *parser, LiquidSlice name, LiquidSlice markup, guint *variable);
LiquidSlice liquid_read_escapes (LiquidParser *parser, LiquidSlice text);

/* A filter whose arguments are being compiled. */
typedef struct {
  LiquidSlice name;
  unsigned stack; /* before them */
  guint first;    /* their first operation */
  unsigned n_arguments;
} LiquidFilterHead;

LiquidFilterHead liquid_filter_begin (LiquidParser *parser, LiquidSlice name);
bool liquid_filter_end (LiquidParser *parser, const LiquidFilterHead *self);
void liquid_filter_mark_default (LiquidParser *parser, guint first, const char *start);

/* liquid-reader.c: markup as LiquidJS reads it */

typedef struct {
  LiquidParser *parser;
  const char *p;
  const char *end;
} LiquidReader;

LiquidReader liquid_reader_new (LiquidParser *parser, LiquidSlice markup);
void liquid_reader_skip_blank (LiquidReader *self);
bool liquid_reader_at_end (LiquidReader *self);
bool liquid_reader_accept (LiquidReader *self, char c);
void liquid_reader_skip_to (LiquidReader *self, const char *text);
LiquidSlice liquid_reader_name (LiquidReader *self);
bool liquid_reader_fail (LiquidReader *self, const char *message);
bool liquid_reader_value (LiquidReader *self, bool *found);
bool liquid_reader_scan (LiquidReader *self, LiquidSlice *value);
bool liquid_reader_attribute (LiquidReader *self, LiquidKeyword *attribute, bool *failed);
bool liquid_reader_compile (LiquidParser *parser, LiquidSlice value);
bool liquid_reader_filtered (LiquidReader *self);
bool liquid_reader_condition (LiquidReader *self,
                              uint32_t *when_true,
                              uint32_t *when_false,
                              bool fall_through);
size_t liquid_scan_blank (const char *p, const char *end);
const char *liquid_scan_name (const char *start, const char *end);
const char *liquid_scan_quoted (const char *p, const char *end);

/* liquid-lax.c: the patterns by which the lax mode finds its way */

bool liquid_lax_find_fragment (LiquidSlice markup, LiquidSlice *fragment);
bool liquid_lax_find_quoted (LiquidSlice markup, LiquidSlice *quoted);
LiquidSlice liquid_lax_extend_fragment (LiquidSlice fragment, const char *end);
bool liquid_lax_next_attribute (LiquidSlice *rest, LiquidSlice *name, LiquidSlice *value);
bool liquid_lax_find_signature (LiquidSlice markup, LiquidSlice *name);
bool liquid_lax_split_assignment (LiquidSlice markup, LiquidSlice *name, LiquidSlice *value);
bool liquid_compile_condition (LiquidParser *parser,
                               const LiquidToken *token,
                               uint32_t *when_true,
                               uint32_t *when_false,
                               bool fall_through);

/* liquid-scope.c: the variables of a render */

/* One name. What is found first counts: the loops and includes around, the template itself, its
 * counter, the data. */
typedef struct {
  LiquidValue shadow;
  LiquidValue own;
  LiquidValue data;
  int64_t counter;
  bool has_shadow;
  bool has_own;
  bool has_counter;
  bool has_data; /* the data were asked */
} LiquidSlot;

typedef struct _LiquidExtraSlot LiquidExtraSlot;

/* The variables of a template and of what it includes; a `render` begins a new one. */
typedef struct {
  const LiquidTemplate *template;
  LiquidSlot **slots;      /* by the index of its symbols */
  LiquidExtraSlot *extras; /* (nullable): of names that only included templates use */
  size_t n_extras;
  unsigned number; /* of the scopes of a render */
  unsigned base;   /* renders around it */
  unsigned depth;  /* loops and includes inside each other, and the template */
  bool isolated;   /* the data are not seen */
} LiquidScope;

/* What a slot showed before a loop or an include. */
typedef struct {
  LiquidSlot *slot;
  LiquidValue value;
  bool was_set;
} LiquidBinding;

/* liquid-render.c */

typedef enum {
  LIQUID_FRAME_LOOP,
  LIQUID_FRAME_CAPTURE,
  LIQUID_FRAME_CHANGED,
  LIQUID_FRAME_CASE,
  LIQUID_FRAME_CALL,
} LiquidFrameKind;

/* Something that was begun and must be ended, in the scratch memory of the render. */
typedef struct _LiquidFrame LiquidFrame;
struct _LiquidFrame {
  LiquidFrame *outer; /* (nullable) */
  LiquidFrameKind kind;
  LiquidMark before; /* the floor before it */
  size_t pinned;     /* the floor with it: where nothing was kept since, both are free at its end */
};

typedef struct _LiquidLoop LiquidLoop;

/* Where the render is: a template and its variables. */
typedef struct {
  const LiquidTemplate *template;
  LiquidScope *scope;
  LiquidSlot **slots; /* by the index of the symbols of @template */
  LiquidSlice name;   /* of a partial; no bytes for the template itself */
} LiquidPlace;

/* Asks which statement prints the byte at @offset, or else which one ends the render by its error.
 */
typedef struct {
  size_t offset;
  bool found;
  LiquidSlice statement; /* of the template of the render; no bytes where that is not known */
} LiquidWatch;

struct _LiquidRender {
  const LiquidTemplate *template; /* of the render */
  const LiquidTraits *traits;
  const LiquidRenderOptions *options;
  GString *output;
  size_t start;
  size_t max_output;
  size_t max_scratch;
  size_t steps;   /* that are left */
  size_t look_at; /* at how many of them somebody is asked whether to go on */
  size_t rounds;  /* that are left */
  size_t kept;    /* bytes of the names in @registers */
  size_t partial_text;
  size_t alarm;       /* bytes of output at which something must be looked at */
  LiquidWatch *watch; /* (nullable) */
  const uint32_t *at; /* the operation that runs, in the template of @place */
  LiquidPlace place;
  LiquidFrame *frames;   /* (nullable): the innermost */
  LiquidLoop *loops;     /* (nullable): the innermost `for` */
  GHashTable *registers; /* (owned) (nullable): a number by the name of a cycle or a loop */
  GHashTable *partials;  /* (owned) (nullable): LiquidTemplate by name */
  GString *changed;      /* (owned) (nullable): what `ifchanged` printed last */
  unsigned n_scopes;
  LiquidArena scratch;
  LiquidMark floor;      /* what is below it lives on behind the statement */
  const char *failure;   /* what is printed for the statement that failed */
  bool failure_is_whole; /* with its place */
  LiquidError exceeded_code;
  const char *exceeded; /* (nullable): the limit that ends the render */
  LiquidValue result;   /* of the expression that a filter ran last */
  unsigned nesting;     /* of such expressions */
};

bool liquid_render_fail (LiquidRender *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
bool liquid_render_exceed (LiquidRender *self, const char *limit);
bool liquid_render_end (LiquidRender *self, LiquidError code, const char *reason);
char *liquid_render_alloc (LiquidRender *self, size_t size);
LiquidArray *liquid_render_new_array (LiquidRender *self, size_t n_items);
bool liquid_render_to_text (LiquidRender *self, LiquidValue value, LiquidSlice *text);
bool liquid_render_print (LiquidRender *self, const char *bytes, size_t length);
bool liquid_render_print_value (LiquidRender *self, LiquidValue value);
void liquid_render_pin (LiquidRender *self);
void *liquid_render_push_frame (LiquidRender *self, LiquidFrameKind kind, size_t size);
void liquid_render_begin_frame (LiquidRender *self, LiquidFrame *frame);
void liquid_render_pop_frame (LiquidRender *self);
int64_t *liquid_render_get_register (LiquidRender *self, char kind, LiquidValue key);
LiquidValue liquid_render_get_pair (LiquidRender *self, const LiquidHash *hash, size_t index);

LiquidScope *liquid_scope_new (LiquidRender *render, const LiquidTemplate *template);
LiquidSlot **
liquid_scope_map (LiquidRender *render, LiquidScope *self, const LiquidTemplate *template);
LiquidSlot *liquid_scope_get (LiquidRender *render, LiquidScope *self, LiquidSlice name);
LiquidValue liquid_scope_find (LiquidRender *render, LiquidScope *self, LiquidSlice name);
LiquidValue liquid_slot_read (LiquidRender *render, LiquidSlot *slot, LiquidSlice name);
LiquidValue liquid_slot_read_data (LiquidRender *render, LiquidSlot *slot, LiquidSlice name);
bool liquid_slot_assign (LiquidRender *render, LiquidSlot *slot, LiquidValue value);
LiquidBinding liquid_slot_bind (LiquidSlot *slot, LiquidValue value);
void liquid_binding_end (const LiquidBinding *binding);

bool liquid_render_check_output (LiquidRender *self);
void liquid_render_unprint (LiquidRender *self, size_t length);
bool liquid_render_run (const LiquidTemplate *template,
                        const LiquidRenderOptions *options,
                        LiquidWatch *watch,
                        GString *output,
                        GError **error);
bool liquid_render_look (LiquidRender *self);
bool liquid_render_count_steps (LiquidRender *self, size_t n_steps);
bool liquid_render_count_text (LiquidRender *self, size_t length);
bool liquid_render_count_value (LiquidRender *self, LiquidValue value);
bool liquid_render_count_round (LiquidRender *self);
bool liquid_read_whole (LiquidRender *render, LiquidSlice text, LiquidValue *value);
bool liquid_render_to_integer (LiquidRender *self, LiquidValue value, int64_t *integer);

/* liquid-machine.c, liquid-blocks.c, liquid-lookup.c */

bool liquid_machine_run (LiquidRender *self);
bool liquid_machine_evaluate (LiquidRender *self, const LiquidPlace *place, LiquidValue *result);
LiquidSlice liquid_machine_find_statement (const LiquidTemplate *template, uint32_t position);
bool
liquid_block_run (LiquidRender *self, const LiquidOp *op, LiquidValue **top, uint32_t *position);
LiquidValue liquid_lookup_root (LiquidRender *self, const LiquidOp *op);
LiquidValue liquid_lookup_computed (LiquidRender *self, LiquidValue name);
LiquidValue liquid_lookup_member (LiquidRender *self, LiquidValue object, LiquidSlice key);
bool liquid_lookup_command (LiquidRender *self, LiquidSlice name, LiquidValue *object);
LiquidValue liquid_lookup_index (LiquidRender *self, LiquidValue object, LiquidValue key);
LiquidValue liquid_lookup_size (LiquidValue object);
bool liquid_lookup_range (LiquidRender *self, LiquidValue *first);

/* liquid-js.c: values as JavaScript has them */

/* What JavaScript tells from null by the length: a value that nobody gave, and the word `nil`,
 * which is equal to both. */
#define LIQUID_NIL_UNDEFINED 1
#define LIQUID_NIL_WORD 2

static inline LiquidValue
liquid_undefined (void)
{
  return (LiquidValue){ .type = LIQUID_NIL, .string = { NULL, LIQUID_NIL_UNDEFINED } };
}

static inline bool
liquid_is_undefined (LiquidValue value)
{
  return value.type == LIQUID_NIL && value.string.length == LIQUID_NIL_UNDEFINED;
}

static inline bool
liquid_is_nil_word (LiquidValue value)
{
  return value.type == LIQUID_NIL && value.string.length == LIQUID_NIL_WORD;
}

LiquidValue liquid_number (double number);
double liquid_js_number (LiquidRender *render, LiquidValue value);
double liquid_js_clamp (LiquidRender *render, LiquidValue value);
void liquid_js_slice (double count, double *start, double *end);
size_t liquid_js_length (LiquidSlice text);
bool liquid_js_substring (
  LiquidRender *render, LiquidSlice text, double start, double end, LiquidSlice *part);
bool
liquid_js_property (LiquidRender *render, LiquidValue object, LiquidSlice key, LiquidValue *value);
bool liquid_js_property_of (LiquidRender *render,
                            LiquidValue object,
                            LiquidValue key,
                            LiquidValue *value);
bool liquid_js_string (LiquidRender *render, LiquidValue value, LiquidSlice *text);
bool liquid_js_compare (LiquidRender *render,
                        LiquidComparison comparison,
                        LiquidValue left,
                        LiquidValue right,
                        bool *result);
bool liquid_js_is_true (LiquidValue value);
bool liquid_js_equal (LiquidValue left, LiquidValue right);
bool liquid_js_less (LiquidRender *render, LiquidValue left, LiquidValue right, bool *less);
bool liquid_js_append_json (LiquidValue value, int indent, GString *output);
bool liquid_js_make_range (LiquidRender *render, LiquidValue *first);
bool liquid_js_list (LiquidRender *render, LiquidValue value, bool pairs, LiquidArray **array);

/* liquid-loop.c */

bool liquid_loop_begin (LiquidRender *render,
                        const LiquidLoopInfo *info,
                        const LiquidValue *values,
                        uint32_t *position);
bool liquid_loop_next (LiquidRender *render, const LiquidLoopInfo *info, uint32_t *position);
bool liquid_loop_break (LiquidRender *render, uint32_t *position);
uint32_t liquid_loop_get_next (const LiquidFrame *frame);
LiquidValue liquid_loop_get_member (const LiquidLoop *self, LiquidSlice name);
LiquidSlice liquid_loop_get_name (const LiquidLoop *self);
int64_t liquid_loop_get_columns (const LiquidLoop *self);
bool liquid_loop_is_row (const LiquidLoop *self);
LiquidLoop *liquid_loop_new_standalone (LiquidRender *render, LiquidSlice name, int64_t length);
void liquid_loop_set_index (LiquidLoop *self, int64_t index);
size_t liquid_value_count (LiquidValue value, bool *iterable);
LiquidValue liquid_value_get_item (LiquidRender *render, LiquidValue value, size_t index);

/* liquid-partial.c */

bool liquid_partial_call (LiquidRender *render,
                          const LiquidPartialInfo *info,
                          const LiquidValue *values,
                          uint32_t *position);
bool liquid_partial_return (LiquidRender *render, bool interrupted, uint32_t *position);
const LiquidTemplate *liquid_partial_load_expression (LiquidRender *render, LiquidSlice text);
bool liquid_partial_is_render (const LiquidFrame *frame);
uint32_t liquid_partial_get_position (const LiquidFrame *frame);

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

const LiquidFilter *liquid_find_filter (const LiquidTraits *traits, LiquidSlice name);
bool liquid_filter_call (const LiquidFilter *self, const LiquidCall *call, LiquidValue *result);

LiquidValue liquid_call_get_argument (const LiquidCall *call, unsigned index);
bool liquid_number_accumulate (const LiquidCall *call, LiquidValue value, LiquidValue *sum);
const char *liquid_get_entity (const LiquidTraits *traits, char c);

bool liquid_filter_abs (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_append (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_at_least (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_at_most (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_encode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_url_safe_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_base64_url_safe_encode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_capitalize (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_ceil (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_compact (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_concat (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_default (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_date (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_divided_by (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_downcase (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_escape_once (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_find (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_find_index (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_first (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_floor (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_has (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_join (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_last (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_lstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_map (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_minus (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_modulo (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_newline_to_br (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_plus (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_prepend (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_reject (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_remove (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_remove_first (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_remove_last (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_replace (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_replace_first (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_replace_last (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_reverse (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_round (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_rstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_size (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_slice (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_sort (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_sort_natural (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_split (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_squish (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip_html (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_strip_newlines (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_sum (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_times (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_truncate (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_truncatewords (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_uniq (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_upcase (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_url_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_url_encode (const LiquidCall *call, LiquidValue *result);
bool liquid_filter_where (const LiquidCall *call, LiquidValue *result);

/* liquid-decimal.c */

/* About as many digits as two floats can be apart; what is longer is refused. */
#define LIQUID_MAX_LIMBS 80

typedef struct {
  uint32_t limbs[LIQUID_MAX_LIMBS + 1];
  int n_limbs;
  bool negative;
  int exponent;
} LiquidDecimal;

typedef enum {
  LIQUID_ROUND_HALF, /* away from zero */
  LIQUID_ROUND_CEILING,
  LIQUID_ROUND_FLOOR,
} LiquidRounding;

bool liquid_decimal_is_zero (const LiquidDecimal *self);
void liquid_decimal_set_integer (LiquidDecimal *self, int64_t integer);
bool liquid_decimal_set_text (LiquidDecimal *self, LiquidSlice text);
bool liquid_decimal_set_float (LiquidDecimal *self, double number);
bool liquid_decimal_add (LiquidDecimal *self, const LiquidDecimal *term);
bool liquid_decimal_subtract (LiquidDecimal *self, const LiquidDecimal *term);
bool liquid_decimal_multiply (LiquidDecimal *self, const LiquidDecimal *factor);
bool liquid_decimal_divide (LiquidDecimal *self, const LiquidDecimal *divisor);
bool liquid_decimal_divide_floor (LiquidDecimal *self,
                                  const LiquidDecimal *divisor,
                                  LiquidDecimal *rest);
bool liquid_decimal_round (LiquidDecimal *self, int digits, LiquidRounding rounding);
int liquid_decimal_compare (const LiquidDecimal *a, const LiquidDecimal *b);
char *liquid_decimal_get_digits (const LiquidDecimal *self);
double liquid_decimal_get_float (const LiquidDecimal *self);
bool liquid_decimal_get_integer (const LiquidDecimal *self, int64_t *integer);

/* liquid-date.c */

/* Ten thousand years or so: no calendar is meant beyond. */
#define LIQUID_MAX_SECONDS G_GINT64_CONSTANT (400000000000)

typedef struct {
  int64_t seconds; /* since 1970, in UTC */
  int32_t nanoseconds;
  int offset; /* seconds east of UTC, of what stands below */
  bool is_utc;
  int64_t year;
  int month; /* from 1 */
  int day;   /* from 1 */
  int day_of_year;
  int weekday; /* 0 is Sunday */
  int hour;
  int minute;
  int second;
} LiquidDate;

void liquid_date_set (LiquidDate *self, int64_t seconds, int32_t nanoseconds, int offset);
bool liquid_date_parse (LiquidDate *self, LiquidSlice text, const LiquidDate *now);
bool liquid_date_format (const LiquidDate *self, LiquidSlice text, size_t most, GString *output);

/* liquid-filters-js-….c */

LiquidValue liquid_js_argument (const LiquidCall *call, unsigned index);
bool liquid_js_return_text (const LiquidCall *call, const GString *text, LiquidValue *result);
bool liquid_js_filter_append (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_array_to_sentence_string (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_base64_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_cgi_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_compact (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_concat (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_long_string (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_rfc822 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_string (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_date_to_xmlschema (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_escape_once (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find_index (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_find_index_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_first (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_group_by (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_group_by_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_has (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_has_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_hmac_sha256 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_join (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_last (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_lstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_map (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_normalize_whitespace (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_number_of_words (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_pop (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_prepend (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_push (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_reject (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_reject_exp (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_remove (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_remove_first (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_remove_last (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_replace (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_replace_first (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_replace_last (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_reverse (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_rstrip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sample (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sha256 (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_shift (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_size (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_slice (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_slugify (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sort (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sort_natural (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_split (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_strip (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_strip_html (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_sum (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_truncate (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_truncatewords (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_uniq (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_unshift (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_uri_escape (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_url_decode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_url_encode (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_where (const LiquidCall *call, LiquidValue *result);
bool liquid_js_filter_where_exp (const LiquidCall *call, LiquidValue *result);

extern const LiquidFilter liquid_shopify_filters[];
extern const size_t liquid_n_shopify_filters;
extern const LiquidFilter liquid_js_filters[];
extern const size_t liquid_n_js_filters;

/* liquid-case.c: each writes at most LIQUID_CASE_GROWTH bytes for a byte of @text. */

#define LIQUID_CASE_GROWTH 3

size_t liquid_upcase (LiquidSlice text, char *result);
size_t liquid_downcase (LiquidSlice text, char *result);
size_t liquid_titlecase (LiquidSlice letter, char *result);

/* liquid-format.c, liquid-compare.c, liquid-value.c */

/* Seventeen digits tell any two doubles apart. */
#define LIQUID_MOST_DIGITS 17

/* A number as a whole number over a power of ten. */
typedef struct {
  int64_t coefficient; /* smaller than 2^53, so that a double holds it */
  int point;           /* digits behind the point */
} LiquidScaled;

/* Beyond these a double does not hold every whole number, or no power of ten any more. */
#define LIQUID_LARGEST_EXACT (INT64_C (1) << 53)
#define LIQUID_MOST_EXACT_POINT 22

bool liquid_scaled_set (LiquidScaled *self, LiquidValue value);
bool liquid_scaled_lower (LiquidScaled *self, int point);
double liquid_scaled_divide (int64_t coefficient, int point);
void liquid_get_shortest (double number, char *digits, int *n_digits, int *exponent);
void liquid_append_ruby_float (GString *output, double number);
void liquid_append_js_float (GString *output, double number);
bool liquid_value_append (LiquidValue value, const LiquidTraits *traits, GString *output);
bool liquid_value_inspect (LiquidValue value, const LiquidTraits *traits, GString *output);
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
bool liquid_value_order (LiquidValue a, LiquidValue b, int *order);
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
