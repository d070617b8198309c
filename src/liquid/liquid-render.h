/* A render: its limits, its scratch memory and what it has begun. */

#pragma once

#include "liquid-limits.h"
#include "liquid-scope.h"
#include "liquid-value.h"

/* What has numbers that outlive a statement. */
typedef enum {
  LIQUID_REGISTER_LOOP,  /* where a loop of that name ended, for `offset: continue` */
  LIQUID_REGISTER_CYCLE, /* whose turn it is in the cycle of that name */
} LiquidRegisterKind;

typedef enum {
  LIQUID_FRAME_LOOP,
  LIQUID_FRAME_CAPTURE,
  LIQUID_FRAME_CHANGED,
  LIQUID_FRAME_CASE,
  LIQUID_FRAME_CALL,
  LIQUID_FRAME_LAYOUT,
  LIQUID_FRAME_BLOCK,
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

/* Asks which statement prints the byte at @offset. */
typedef struct {
  size_t offset;
  bool found;
  LiquidSlice statement; /* of the template of the render; no bytes where that is not known */
} LiquidWatch;

typedef struct _LiquidKeptBlock LiquidKeptBlock;

/* Whether `break` or `continue` has ended a cell of a row, in LiquidJS's dialect. */
typedef enum {
  LIQUID_NOT_STOPPED,
  LIQUID_STOPPED_BY_BREAK,
  LIQUID_STOPPED_BY_CONTINUE,
} LiquidStopped;

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
  bool trims;     /* the partial that was parsed last ended in a dash */
  size_t partial_text;
  size_t alarm;       /* bytes of output at which something must be looked at */
  LiquidWatch *watch; /* (nullable) */
  const uint32_t *at; /* the operation that runs, in the template of @place */
  LiquidPlace place;
  LiquidFrame *frames;   /* (nullable): the innermost */
  LiquidLoop *loops;     /* (nullable): the innermost `for` */
  GHashTable *registers; /* (owned) (nullable): a number by the name of a cycle or a loop */
  GHashTable *partials;  /* (owned) (nullable): LiquidTemplate by name */
  GHashTable
    *changed; /* (owned) (nullable): what `ifchanged` printed last, by the scope's number */
  unsigned n_scopes;
  LiquidArena scratch;
  LiquidMark floor;      /* what is below it lives on behind the statement */
  const char *failure;   /* what is printed for the statement that failed */
  bool failure_is_whole; /* with its place */
  LiquidError exceeded_code;
  const char *exceeded;    /* (nullable): what ends the render */
  size_t exceeded_summary; /* where in it the place ends */
  unsigned exceeded_line;  /* 0 where it is not known */
  LiquidSlice ended_at;    /* the statement; no bytes where it is not known */
  LiquidValue result;      /* of the expression that a filter ran last */
  unsigned nesting;        /* of such expressions */
  LiquidStopped stopped;
  LiquidKeptBlock *kept_blocks; /* (nullable): for the layout */
  bool stores_blocks;           /* blocks are kept and not run */
};

bool liquid_render_fail (LiquidRender *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
bool liquid_render_exceed (LiquidRender *self, const char *limit);
bool liquid_render_end (LiquidRender *self, LiquidError code, const char *reason);
void *liquid_render_alloc (LiquidRender *self, size_t size);
LiquidArray *liquid_render_new_array (LiquidRender *self, size_t n_items);
bool liquid_render_to_text (LiquidRender *self, LiquidValue value, LiquidSlice *text);
bool liquid_render_print_value (LiquidRender *self, LiquidValue value);
void liquid_render_pin (LiquidRender *self);
void *liquid_render_push_frame (LiquidRender *self, LiquidFrameKind kind, size_t size);
void liquid_render_begin_frame (LiquidRender *self, LiquidFrame *frame);
void liquid_render_pop_frame (LiquidRender *self);
int64_t *liquid_render_get_register (LiquidRender *self, LiquidRegisterKind kind, LiquidValue key);
bool liquid_render_look_at_output (LiquidRender *self);
void liquid_render_unprint (LiquidRender *self, size_t length);
bool liquid_render_run (const LiquidTemplate *template,
                        const LiquidRenderOptions *options,
                        LiquidWatch *watch,
                        GString *output,
                        GError **error);
bool liquid_render_look (LiquidRender *self);
bool liquid_render_count_steps (LiquidRender *self, size_t n_steps);
bool liquid_render_count_deep (LiquidRender *self, LiquidValue value);
bool liquid_render_count_round (LiquidRender *self);

static inline bool
liquid_render_check_output (LiquidRender *self)
{
  return self->output->len - self->start <= self->alarm || liquid_render_look_at_output (self);
}

/* As g_string_append_len(), without a call where there is room. */
static inline void
liquid_append (GString *output, const char *bytes, size_t length)
{
  if (length >= output->allocated_len - output->len) {
    g_string_append_len (output, bytes, (gssize) length);
    return;
  }
  __builtin_memcpy (output->str + output->len, bytes, length);
  output->len += length;
  output->str[output->len] = '\0';
}

static inline bool
liquid_render_print (LiquidRender *self, const char *bytes, size_t length)
{
  if (length > self->max_output) {
    return liquid_render_exceed (self, "The output is longer than is allowed");
  }
  if (length > 0) {
    liquid_append (self->output, bytes, length);
  }
  return liquid_render_check_output (self);
}

/* Counts a text that is walked through; one of a line or so is free. */
static inline bool
liquid_render_count_text (LiquidRender *self, size_t length)
{
  return length < LIQUID_BYTES_PER_STEP ||
         liquid_render_count_steps (self, length / LIQUID_BYTES_PER_STEP);
}

/* Counts all that is in a value which is about to be printed, compared or flattened. One array can
 * stand in another many times over, so that it is longer than all memory once it is written out. */
static inline bool
liquid_render_count_value (LiquidRender *self, LiquidValue value)
{
  if (value.type == LIQUID_STRING) {
    return liquid_render_count_text (self, value.string.length);
  }
  return value.type < LIQUID_STRING || liquid_render_count_deep (self, value);
}
