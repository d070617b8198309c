/* A template compiled: operations for a small stack machine.
 *
 * Texts, names and literals are slices of the template's copy of its source. Conditions are jumps,
 * so a render is one loop whose C stack does not depend on the template. An operation that fails
 * is looked up in a side table of guards, which say where the render goes on; a render without
 * errors pays nothing for them. */

#pragma once

#include "liquid-dialect.h"
#include "liquid-slice.h"

/* What is asked of two values. */
typedef enum {
  LIQUID_EQUAL,
  LIQUID_NOT_EQUAL,
  LIQUID_LESS,
  LIQUID_GREATER,
  LIQUID_LESS_EQUAL,
  LIQUID_GREATER_EQUAL,
  LIQUID_CONTAINS,
} LiquidComparison;

/* The operations. Those of one statement leave the stack empty. */
typedef enum {
  LIQUID_OP_END,
  LIQUID_OP_TEXT,        /* print @bytes */
  LIQUID_OP_PUSH,        /* push @value */
  LIQUID_OP_COPY,        /* push again what was pushed @target values ago */
  LIQUID_OP_ROOT,        /* push the variable @symbol */
  LIQUID_OP_SELF,        /* likewise the one called `self`, or all of them where there is none */
  LIQUID_OP_ROOT_OF,     /* pop a name, push the variable */
  LIQUID_OP_KEY,         /* pop an object, push its member @bytes */
  LIQUID_OP_COMMAND,     /* likewise, or its size, first, last */
  LIQUID_OP_INDEX,       /* pop a key and an object, push the member */
  LIQUID_OP_RANGE,       /* pop the ends of a range, push it */
  LIQUID_OP_FILTER,      /* pop keywords, arguments and input, push the result of @filter */
  LIQUID_OP_EMIT,        /* pop and print */
  LIQUID_OP_EMIT_ROOT,   /* print the variable @symbol */
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
  LIQUID_OP_CASE_TEST,   /* pop two values, where they are equal run the branch at @target */
  LIQUID_OP_CASE_RETURN, /* end the branch, and go on behind the test that ran it */
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
  LIQUID_OP_CASE_RUN,    /* take one off the count; where there is none go on at @target */
  LIQUID_OP_STOP,        /* leave the loop around where a row was stopped */
  LIQUID_OP_EMIT_TRUE,   /* pop and print, unless JavaScript takes it for false */
  LIQUID_OP_LAYOUT,      /* pop a name, begin what stands behind @layout */
  LIQUID_OP_LAYOUT_END,  /* pop what @layout says, and run it around that */
  LIQUID_OP_BLOCK,       /* keep @block, or run what stands for it */
  LIQUID_OP_BLOCK_END,   /* end it */
  LIQUID_OP_RESULT,      /* end an expression that a filter runs with the value popped */
} LiquidOpCode;

/* A name that a template uses at the root of a path: its place among the variables of a render. */
typedef struct {
  LiquidSlice name;
  const char *text; /* (nullable): the name with a zero behind it, where it is listed */
  uint32_t index;
  unsigned bound; /* while parsing: loops around that give it a value */
  bool assigned;  /* while parsing: the template itself has given it one */
} LiquidSymbol;

/* A for or tablerow. */
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

/* A cycle: where the operations of each of its values begin. */
typedef struct {
  const uint32_t *targets;
  uint32_t n_targets;
  uint32_t end;     /* where it goes on with nil */
  LiquidSlice list; /* its values, where they are a part of its name */
} LiquidCycleInfo;

/* An include or render. */
typedef struct {
  bool is_render;            /* not include */
  bool is_layout;            /* an include that keeps the blocks */
  bool has_variable;         /* with or for */
  bool is_loop;              /* for */
  const LiquidSymbol *alias; /* (nullable) */
  const LiquidSymbol *const *attributes;
  uint32_t n_attributes;
} LiquidPartialInfo;

/* A layout. */
typedef struct {
  LiquidPartialInfo partial;
  uint32_t end; /* of what stands behind it */
} LiquidLayoutInfo;

/* A block of a layout. */
typedef struct {
  LiquidSlice name;
  bool uses_super; /* it asks for the block that it stands for */
  uint32_t end;
} LiquidBlockInfo;

/* One operation. What it works with is said behind its code. */
typedef struct {
  uint8_t code; /* LiquidOpCode */
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
    const LiquidLayoutInfo *layout;
    const LiquidBlockInfo *block;
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

/* The end of a chain of jumps. */
#define LIQUID_NO_TARGET UINT32_MAX
